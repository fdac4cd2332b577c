import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { isNamed, namesOf } from "../../runtime/net/certificate_names.ts";
import { COMMON_NAME, HOSTS, URIS } from "./openssl_certificates.ts";

/** What the system's TLS tells of a certificate. */
function told(pem: string) {
  const { raw } = new X509Certificate(pem);
  return { raw, subject: { CN: "Example.org" } };
}

const NAMED: [pem: string, hosts: string[]][] = [
  [HOSTS, [
    "sip.example.com",
    "SIP.EXAMPLE.COM",
    "192.0.2.1",
    "2001:db8::1",
    "2001:DB8:0:0::1",
  ]],
  [URIS, ["example.com"]],
  [COMMON_NAME, ["example.org"]],
];
const STRANGE: [pem: string, hosts: string[]][] = [
  [HOSTS, [
    "example.com",
    "x.sip.example.com",
    "other",
    "example.org",
    "a.wild.example",
    "*.wild.example.com",
    "192.0.2.2",
    "2001:db8::2",
  ]],
  [URIS, ["host.example.com", "no.example", "port.example", "example.org"]],
  [COMMON_NAME, ["org", "example.com", "192.0.2.1"]],
];

for (const [pem, hosts] of NAMED) {
  for (const host of hosts) {
    Deno.test(`RFC 5922 §7: a certificate for ${namesOf(told(pem)).hosts} names ${host}`, () => {
      assert.ok(isNamed(host, told(pem)));
    });
  }
}
for (const [pem, hosts] of STRANGE) {
  for (const host of hosts) {
    Deno.test(`RFC 5922 §7.2: a certificate for ${namesOf(told(pem)).hosts} does not name ${host}`, () => {
      assert.ok(!isNamed(host, told(pem)));
    });
  }
}

Deno.test("a certificate that is cut or changed names nobody else, and nothing throws", () => {
  const { raw } = told(HOSTS);
  const change = fc.tuple(
    fc.nat(raw.length - 1),
    fc.nat(255),
    fc.nat(raw.length),
  );
  fc.assert(
    fc.property(change, ([at, byte, length]) => {
      const changed = Uint8Array.from(raw).subarray(0, length);
      if (at < length) changed[at] = byte;
      assert.ok(!isNamed("victim.example", { raw: changed, subject: {} }));
    }),
    { numRuns: 5000, seed: 5922 },
  );
});

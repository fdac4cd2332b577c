import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { UnixSeconds } from "../../runtime/base/units.ts";
import { namesOf } from "../../runtime/net/certificate_names.ts";
import { selfSigned } from "../../runtime/net/self_signed.ts";

const HOSTS = ["node.example", "192.0.2.1", "2001:db8::1"];

function made(now: number) {
  return selfSigned(HOSTS, now as UnixSeconds);
}

Deno.test("RFC 5280: a certificate of our own is signed by its own key and names every host", async () => {
  const { cert, key } = await made(1_700_000_000);
  const certificate = new X509Certificate(cert);
  assert.ok(certificate.checkPrivateKey(createPrivateKey(key)));
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.subject, "CN=node.example");
  assert.equal(certificate.issuer, certificate.subject);
  assert.equal(certificate.ca, false);
  const { hosts, addresses } = namesOf({ raw: certificate.raw, subject: {} });
  assert.deepEqual([...hosts, ...addresses], HOSTS);
});

Deno.test("RFC 5280 §4.1.2.5: it is valid from the day before for ten years, past 2050 too", async () => {
  for (const year of [2023, 2041, 2049, 2060]) {
    const now = Date.UTC(year, 5, 15);
    const { cert } = await made(now / 1000);
    const { validFrom, validTo } = new X509Certificate(cert);
    const days = (date: string) => Math.round((Date.parse(date) - now) / 864e5);
    assert.deepEqual([days(validFrom), days(validTo)], [-1, 3650]);
  }
});

Deno.test("no two certificates have the same serial number", async () => {
  const numbers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { cert } = await made(0);
      return new X509Certificate(cert).serialNumber;
    }),
  );
  assert.equal(new Set(numbers).size, numbers.length);
});

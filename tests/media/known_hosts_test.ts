import assert from "node:assert/strict";
import { knownHosts } from "../../runtime/media/known_hosts.ts";

/** What the SDP says, where SIP comes from, and whether a host is known then. */
const CASES: readonly [
  what: string,
  described: string,
  signalled: string | null,
  host: string,
  known: boolean,
][] = [
  ["the SDP's own", "192.0.2.10", "198.51.100.1", "192.0.2.10", true],
  ["where SIP comes from", "192.0.2.10", "198.51.100.1", "198.51.100.1", true],
  ["anybody else", "192.0.2.10", "198.51.100.1", "203.0.113.66", false],
  ["anybody, SIP unknown", "192.0.2.10", null, "203.0.113.66", false],
  ["behind a NAT and a proxy", "10.0.0.5", "198.51.100.1", "203.0.113.7", true],
  ["in one private network", "10.0.0.5", "10.0.0.1", "10.0.0.66", false],
  ["with private SIP alone", "192.0.2.10", "10.0.0.1", "10.0.0.66", false],
  ["by IPv6", "2001:db8::1", "2001:db8::2", "2001:db8::3", false],
  ["private by IPv6", "fd00::1", "2001:db8::2", "2001:db8::3", true],
];

for (const [what, described, signalled, host, known] of CASES) {
  Deno.test(`${what}: ${known ? "known" : "not known"}`, () => {
    assert.equal(knownHosts(described, signalled)(host), known);
  });
}

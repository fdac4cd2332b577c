import assert from "node:assert/strict";
import { probations } from "../../runtime/media/probation.ts";
import { LONG_PROBATION, PROBATION } from "../../runtime/rtp/source.ts";

const SHORT = PROBATION;
const LONG = LONG_PROBATION;

/** What the SDP says, where SIP comes from, and a host's probation then. */
const CASES: readonly [
  what: string,
  described: string,
  signalled: string | null,
  host: string,
  probation: number | null,
][] = [
  ["the SDP's own", "192.0.2.10", "198.51.100.1", "192.0.2.10", LONG],
  ["the SDP's and SIP's", "192.0.2.10", "192.0.2.10", "192.0.2.10", LONG],
  ["where SIP comes from", "192.0.2.10", "198.51.100.1", "198.51.100.1", SHORT],
  ["anybody else", "192.0.2.10", "198.51.100.1", "203.0.113.66", null],
  ["anybody, SIP unknown", "192.0.2.10", null, "203.0.113.66", null],
  ["private, SIP unknown", "10.0.0.5", null, "203.0.113.66", LONG],
  ["behind a NAT", "10.0.0.5", "198.51.100.1", "198.51.100.1", SHORT],
  ["behind a NAT and a proxy", "10.0.0.5", "198.51.100.1", "203.0.113.7", LONG],
  ["in one private network", "10.0.0.5", "10.0.0.5", "10.0.0.66", null],
  ["there behind a proxy", "10.0.0.5", "10.0.0.1", "10.0.0.66", LONG],
  ["with private SIP alone", "192.0.2.10", "10.0.0.1", "10.0.0.66", null],
  ["by IPv6", "2001:db8::1", "2001:db8::2", "2001:db8::3", null],
  ["private by IPv6", "fd00::1", "2001:db8::2", "2001:db8::3", LONG],
];

for (const [what, described, signalled, host, probation] of CASES) {
  Deno.test(`RTP from another place, ${what}: ${probation ?? "never"}`, () => {
    assert.equal(probations(described, signalled)(host), probation);
  });
}

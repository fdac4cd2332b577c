import { BlockList, isIP } from "node:net";
import type { Milliseconds } from "../base/units.ts";
import { LONG_PROBATION, PROBATION } from "../rtp/source.ts";

/** Addresses that nobody outside reaches, and the clause that says so. */
const PRIVATE = new BlockList();
for (
  const [network, bits] of [
    ["10.0.0.0", 8], // RFC 1918 §3
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["100.64.0.0", 10], // RFC 6598 §7
    ["169.254.0.0", 16], // RFC 3927 §2.1
    ["127.0.0.0", 8], // RFC 1122 §3.2.1.3
    ["fc00::", 7], // RFC 4193 §3.1
    ["fe80::", 10], // RFC 4291 §2.5.6
    ["::1", 128], // RFC 4291 §2.5.3
  ] as const
) PRIVATE.addSubnet(network, bits, familyOf(network));

/**
 * How long a host that is not where the SDP says has to go on sending until its
 * RTP is the peer's; null: it never is. The SDP is wrong where a NAT stands
 * between: then the host that SIP comes from (`signalled`; null where that is
 * not known) is likely the peer, and any is where the SDP's own leads nowhere.
 * On the SDP's own host, it may be the port that a NAT has changed.
 */
export function probations(
  described: string,
  signalled: string | null,
): (host: string) => Milliseconds | null {
  const behindNat = isPrivate(described) && described !== signalled;
  return (host) => {
    if (host === described) return LONG_PROBATION;
    if (host === signalled) return PROBATION;
    return behindNat ? LONG_PROBATION : null;
  };
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

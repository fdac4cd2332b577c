import { BlockList, isIP } from "node:net";

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
 * Says of a host whether RTP from there is likely the peer's: of the one in the
 * SDP, of the one that SIP comes from (`signalled`; null where that is not
 * known), and of any where both together say that the peer is behind a NAT.
 */
export function knownHosts(
  described: string,
  signalled: string | null,
): (host: string) => boolean {
  const behindNat = signalled !== null && isPrivate(described) &&
    !isPrivate(signalled);
  return (host) => behindNat || host === described || host === signalled;
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, familyOf(address));
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

import { isIPv4, isIPv6 } from "node:net";

const IPV4_LENGTH = 4;

/** The bytes of an IP literal; a name has none here and is a TypeError. */
export function addressBytes(address: string): Uint8Array {
  const plain = address.split("%")[0];
  if (isIPv4(plain)) return Uint8Array.from(plain.split("."), Number);
  if (isIPv6(plain)) return ipv6Bytes(plain);
  throw new TypeError(`Not an IP address: ${address}`);
}

/** RFC 4291 §2.2: groups of hex, `::` for zeros, the end perhaps as IPv4. */
function ipv6Bytes(address: string): Uint8Array {
  const embedded = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = embedded
    ? address.slice(0, embedded.index) +
      hexGroup(embedded[1], embedded[2]) + ":" +
      hexGroup(embedded[3], embedded[4])
    : address;
  const [head, tail] = hex.split("::").map((half) =>
    half === "" ? [] : half.split(":")
  );
  const zeros = tail ? Array(8 - head.length - tail.length).fill("0") : [];
  const groups = [...head, ...zeros, ...tail ?? []];
  return Uint8Array.from(
    groups.flatMap((g) => [parseInt(g, 16) >> 8, parseInt(g, 16) & 0xff]),
  );
}

function hexGroup(high: string, low: string): string {
  return (Number(high) << 8 | Number(low)).toString(16);
}

/** The literal of 4 or 16 bytes, as RFC 5952 writes it. */
export function textOfAddress(bytes: Uint8Array): string {
  if (bytes.length === IPV4_LENGTH) return bytes.join(".");
  const groups = Array.from(
    { length: 8 },
    (_, i) => (bytes[2 * i] << 8 | bytes[2 * i + 1]).toString(16),
  );
  // RFC 5952 §4.2: the longest run of zeros is shortened.
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

/** RFC 4291 §2.5.5.2: an IPv4 peer as an IPv6 socket sees it. */
const MAPPED = "::ffff:";

/** The one spelling of an address by which two can be told to be the same. */
export function plainAddress(address: string): string {
  const lower = address.toLowerCase();
  const isMapped = lower.startsWith(MAPPED) &&
    isIPv4(lower.slice(MAPPED.length));
  if (isMapped) return lower.slice(MAPPED.length);
  return isIPv6(lower) ? textOfAddress(addressBytes(lower)) : lower;
}

/**
 * What one subscriber has of the addresses: an IPv4 address, or the /64 that an
 * IPv6 address lies in (RFC 6177 §2: nobody is given less).
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  if (address.startsWith(MAPPED)) return plainAddress(address);
  return addressBytes(address).subarray(0, SUBNET_LENGTH).join(".");
}

/** Bytes of a /64. */
const SUBNET_LENGTH = 8;

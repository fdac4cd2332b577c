import type { SocketAddress } from "./datagram.ts";
import { addressBytes, textOfAddress } from "./ip_address.ts";
import { LINUX } from "./libc.ts";

/** Room for the `sockaddr` of either family. */
export const SOCKADDR_BYTES = 28;

const IPV4_BYTES = 4;
/** `struct sockaddr_in` and `sockaddr_in6`: where the address bytes stand. */
export const IPV4_LAYOUT = { size: 16, at: 4, length: IPV4_BYTES } as const;
export const IPV6_LAYOUT = { size: 28, at: 8, length: 16 } as const;
/** RFC 4291 §2.5.5.2: what stands before an IPv4 address in an IPv6 one. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** `AF_INET` or `AF_INET6`, by the length of an address. */
export function familyOf(address: Uint8Array): number {
  return address.length === IPV4_BYTES ? LINUX.AF_INET : LINUX.AF_INET6;
}

/**
 * Writes where a socket of `family` finds `to`: IPv4 as a mapped address for
 * one of IPv6. Gives the bytes written, 0 when such a socket cannot reach it.
 */
export function writeSockaddr(
  into: Uint8Array<ArrayBuffer>,
  family: number,
  { address, port }: SocketAddress,
): number {
  const bytes = addressBytes(address);
  const layout = family === LINUX.AF_INET ? IPV4_LAYOUT : IPV6_LAYOUT;
  if (bytes.length > layout.length) return 0;
  into.fill(0, 0, layout.size);
  const view = new DataView(into.buffer, into.byteOffset);
  view.setUint16(0, family, true);
  view.setUint16(2, port);
  const mapped = bytes.length < layout.length;
  if (mapped) into.set(MAPPED, layout.at);
  into.set(bytes, layout.at + (mapped ? MAPPED.length : 0));
  return layout.size;
}

/** The address in a `sockaddr`; a mapped one as the IPv4 address that it is. */
export function readSockaddr(from: Uint8Array<ArrayBuffer>): SocketAddress {
  const view = new DataView(from.buffer, from.byteOffset);
  const isIpv4 = view.getUint16(0, true) === LINUX.AF_INET;
  const { at, length } = isIpv4 ? IPV4_LAYOUT : IPV6_LAYOUT;
  const bytes = from.subarray(at, at + length);
  const mapped = !isIpv4 && MAPPED.every((byte, i) => bytes[i] === byte);
  return {
    address: textOfAddress(mapped ? bytes.subarray(MAPPED.length) : bytes),
    port: view.getUint16(2),
  };
}

import { isIPv4 } from "node:net";
import { addressBytes } from "./ip_address.ts";

type Link = Pick<Deno.NetworkInterfaceInfo, "address" | "netmask">;

/** From here on a network has no broadcast address (RFC 3021 §2.1). */
const NO_BROADCAST = 0xfffffffe;
/** The bits that are set in every broadcast address. */
const LEAST_HOST = 3;

/**
 * Says whether all hosts of one of our links would hear what is sent to an
 * address (RFC 919 §7). The links are asked for where it may be one only.
 */
export function isBroadcast(
  address: string,
  links: () => readonly Link[] = Deno.networkInterfaces,
): boolean {
  if (!isIPv4(address)) return false;
  const target = numberOf(address);
  if ((target & LEAST_HOST) !== LEAST_HOST) return false;
  return links().some((link) => isBroadcastOf(target, link));
}

function isBroadcastOf(target: number, { address, netmask }: Link): boolean {
  if (!isIPv4(address) || !isIPv4(netmask)) return false;
  const mask = numberOf(netmask);
  const broadcast = (numberOf(address) | ~mask) >>> 0;
  return mask < NO_BROADCAST && target === broadcast;
}

function numberOf(address: string): number {
  return addressBytes(address).reduce((sum, byte) => sum * 256 + byte, 0);
}

import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import { addressBytes } from "./ip_address.ts";
import { LINUX, obstacleToLibc, openLibc } from "./libc.ts";
import {
  familyOf,
  readSockaddr,
  SOCKADDR_BYTES,
  writeSockaddr,
} from "./sockaddr.ts";

/** Says which of our addresses a peer sees; an unroutable one gets loopback's. */
export type RouteTo = (address: string) => string;

/** `connect` on UDP sends nothing, it only needs some port: RFC 863 discard. */
const DISCARD_PORT = 9;

/** How long an answer is kept: a machine may get another address (DHCP). */
const KEPT = milliseconds(60_000);
const MOST_KEPT = 1000;

/** Asks the system about each peer once a minute at most. */
export function cachedRoutes(clock: Clock, ask: RouteTo = routeTo): RouteTo {
  const known = new Map<string, string>();
  let staleAt = clock.now() + KEPT;
  return (address) => {
    if (clock.now() >= staleAt || known.size >= MOST_KEPT) {
      known.clear();
      staleAt = clock.now() + KEPT;
    }
    const local = known.get(address) ?? ask(address);
    known.set(address, local);
    return local;
  };
}

/**
 * Our address on the route to `address`, an IP literal. Asks the kernel where
 * FFI is allowed; elsewhere goes by the netmasks of the interfaces, which is
 * right but for machines with several gateways.
 */
export function routeTo(address: string): string {
  const target = addressBytes(address);
  const local = obstacleToLibc() === null
    ? askKernel(address)
    : fromInterfaces(target, Deno.networkInterfaces());
  return local ??
    (familyOf(target) === LINUX.AF_INET6 ? "::1" : "127.0.0.1");
}

/** Connects a UDP socket and looks at the address it was given. */
function askKernel(address: string): string | null {
  const libc = openLibc("socket", "connect", "getsockname", "close");
  const { socket, connect, getsockname, close } = libc.symbols;
  const family = familyOf(addressBytes(address));
  const sockaddr = new Uint8Array(SOCKADDR_BYTES);
  const remote = { address, port: DISCARD_PORT };
  const size = writeSockaddr(sockaddr, family, remote);
  const descriptor = socket(family, LINUX.SOCK_DGRAM | LINUX.SOCK_CLOEXEC, 0);
  const length = new Uint8Array(new Uint32Array([size]).buffer);
  const found = connect(descriptor, sockaddr, size) === 0 &&
    getsockname(descriptor, sockaddr, length) === 0;
  close(descriptor);
  libc.close();
  return found ? readSockaddr(sockaddr).address : null;
}

/** The interface with the longest matching netmask, else the first to outside. */
export function fromInterfaces(
  target: Uint8Array,
  interfaces: readonly Pick<
    Deno.NetworkInterfaceInfo,
    "address" | "netmask" | "name"
  >[],
): string | null {
  const fitting = interfaces
    .filter((i) => addressBytes(i.address).length === target.length)
    .map((i) => ({ address: i.address, bits: matchingBits(target, i) }));
  fitting.sort((a, b) => b.bits - a.bits);
  if (fitting.length > 0 && fitting[0].bits > 0) return fitting[0].address;
  return fitting.find((i) => !isLocalOnly(i.address))?.address ?? null;
}

function isLocalOnly(address: string): boolean {
  return address.startsWith("127.") || address === "::1" ||
    address.toLowerCase().startsWith("fe80:");
}

/** Length of the netmask when `target` is on that link, 0 when it is not. */
function matchingBits(
  target: Uint8Array,
  link: { readonly address: string; readonly netmask: string },
): number {
  const own = addressBytes(link.address);
  const mask = addressBytes(link.netmask);
  let bits = 0;
  for (let i = 0; i < target.length; i++) {
    if (((own[i] ^ target[i]) & mask[i]) !== 0) return 0;
    for (let rest = mask[i]; rest !== 0; rest &= rest - 1) bits++;
  }
  return bits;
}

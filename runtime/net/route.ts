import { isIPv4, isIPv6 } from "node:net";
import type { Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

/** Says which of our addresses a peer sees; an unroutable one gets loopback's. */
export type RouteTo = (address: string) => string;

const LINUX = { AF_INET: 2, AF_INET6: 10, SOCK_DGRAM: 2 } as const;
/** `struct sockaddr_in` and `sockaddr_in6`: where the address bytes stand. */
const IPV4_LAYOUT = { size: 16, at: 4, length: 4 } as const;
const IPV6_LAYOUT = { size: 28, at: 8, length: 16 } as const;
/** `connect` on UDP sends nothing, it only needs some port: RFC 863 discard. */
const DISCARD_PORT = 9;

const LIBC = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const;

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
  const local = kernelIsAskable()
    ? askKernel(target)
    : fromInterfaces(target, Deno.networkInterfaces());
  return local ?? (target.length === IPV6_LAYOUT.length ? "::1" : "127.0.0.1");
}

function kernelIsAskable(): boolean {
  return Deno.build.os === "linux" &&
    Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/** Connects a UDP socket and looks at the address it was given. */
function askKernel(target: Uint8Array): string | null {
  const libc = Deno.dlopen("libc.so.6", LIBC);
  const { socket, connect, getsockname, close } = libc.symbols;
  const [family, layout] = target.length === IPV6_LAYOUT.length
    ? [LINUX.AF_INET6, IPV6_LAYOUT]
    : [LINUX.AF_INET, IPV4_LAYOUT];
  const sockaddr = new Uint8Array(layout.size);
  new Uint16Array(sockaddr.buffer, 0, 1)[0] = family;
  new DataView(sockaddr.buffer).setUint16(2, DISCARD_PORT);
  sockaddr.set(target, layout.at);
  const descriptor = socket(family, LINUX.SOCK_DGRAM, 0);
  const length = new Uint8Array(new Uint32Array([layout.size]).buffer);
  const found = connect(descriptor, sockaddr, layout.size) === 0 &&
    getsockname(descriptor, sockaddr, length) === 0;
  close(descriptor);
  libc.close();
  if (!found) return null;
  return textOfAddress(sockaddr.subarray(layout.at, layout.at + layout.length));
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

function textOfAddress(bytes: Uint8Array): string {
  if (bytes.length === IPV4_LAYOUT.length) return bytes.join(".");
  const groups = Array.from(
    { length: 8 },
    (_, i) => (bytes[2 * i] << 8 | bytes[2 * i + 1]).toString(16),
  );
  // RFC 5952 §4.2: the longest run of zeros is shortened.
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

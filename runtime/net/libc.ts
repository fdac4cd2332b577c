/**
 * The functions of Linux' C library that the node needs. Lengths are `u32` where
 * C says `size_t`, and results `i32` where it says `ssize_t`: no datagram is
 * longer, and 64 bits would make a BigInt of each.
 */
const FUNCTIONS = {
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "buffer"],
    result: "i32",
  },
  setsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  recv: { parameters: ["i32", "pointer", "u32", "i32"], result: "i32" },
  recvmsg: { parameters: ["i32", "pointer", "i32"], result: "i32" },
  sendto: {
    parameters: ["i32", "buffer", "u32", "i32", "pointer", "u32"],
    result: "i32",
  },
  epoll_create1: { parameters: ["i32"], result: "i32" },
  epoll_ctl: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  epoll_wait: { parameters: ["i32", "pointer", "i32", "i32"], result: "i32" },
  getrlimit: { parameters: ["i32", "buffer"], result: "i32" },
  ioctl: { parameters: ["i32", "u32", "buffer"], result: "i32" },
  clock_gettime: { parameters: ["i32", "buffer"], result: "i32" },
  opendir: { parameters: ["buffer"], result: "pointer" },
  readdir: { parameters: ["pointer"], result: "pointer" },
  closedir: { parameters: ["pointer"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  malloc_trim: { parameters: ["usize"], result: "i32" },
  sched_setscheduler: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const;

type Name = keyof typeof FUNCTIONS;

/** The library with those of its functions that are needed. */
export type Libc<Needed extends Name = Name> = Deno.DynamicLibrary<
  Pick<typeof FUNCTIONS, Needed>
>;

/** The file where glibc and, by the same name, musl's shim for it lie. */
const FILE = "libc.so.6";

/** Numbers of `<sys/socket.h>` and its like, the same on x86-64 and arm64. */
export const LINUX = {
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_DGRAM: 2,
  SOCK_NONBLOCK: 0o4000,
  SOCK_CLOEXEC: 0o2000000,
  MSG_TRUNC: 0x20,
  MSG_DONTWAIT: 0x40,
  MSG_ERRQUEUE: 0x2000,
  IPPROTO_IP: 0,
  IP_TOS: 1,
  IP_PKTINFO: 8,
  IP_RECVERR: 11,
  IPPROTO_IPV6: 41,
  IPV6_RECVERR: 25,
  IPV6_RECVPKTINFO: 49,
  IPV6_PKTINFO: 50,
  IPV6_TCLASS: 67,
  SOL_SOCKET: 1,
  SO_TYPE: 3,
  SO_TIMESTAMPNS: 35,
  RLIMIT_NOFILE: 7,
  EPOLL_CLOEXEC: 0o2000000,
  EPOLL_CTL_ADD: 1,
  EPOLLIN: 1,
  SIOCGSTAMPNS: 0x8907,
  CLOCK_REALTIME: 0,
} as const;

/** Why the C library cannot be used here; null when it can. */
export function obstacleToLibc(): string | null {
  if (Deno.build.os !== "linux") return `${Deno.build.os} is not Linux`;
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") {
    return "there is no --allow-ffi";
  }
  try {
    openLibc("close").close();
    return null;
  } catch (error) {
    return `${FILE} cannot be used: ${error}`;
  }
}

/**
 * Opens the library with some of its functions; each is compiled a way in.
 * @throws what `Deno.dlopen` throws
 */
export function openLibc<Needed extends Name>(
  ...names: readonly Needed[]
): Libc<Needed> {
  const needed = Object.fromEntries(
    names.map((name) => [name, FUNCTIONS[name]]),
  ) as Pick<typeof FUNCTIONS, Needed>;
  return Deno.dlopen(FILE, needed);
}

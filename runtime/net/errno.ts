/** Numbers of `<errno.h>` on Linux (x86-64, arm64) that sockets meet. */
const NAMES: Readonly<Record<number, string>> = {
  1: "EPERM",
  4: "EINTR",
  9: "EBADF",
  11: "EAGAIN",
  12: "ENOMEM",
  13: "EACCES",
  14: "EFAULT",
  22: "EINVAL",
  23: "ENFILE",
  24: "EMFILE",
  32: "EPIPE",
  71: "EPROTO",
  88: "ENOTSOCK",
  89: "EDESTADDRREQ",
  90: "EMSGSIZE",
  92: "ENOPROTOOPT",
  95: "EOPNOTSUPP",
  97: "EAFNOSUPPORT",
  98: "EADDRINUSE",
  99: "EADDRNOTAVAIL",
  100: "ENETDOWN",
  101: "ENETUNREACH",
  104: "ECONNRESET",
  105: "ENOBUFS",
  107: "ENOTCONN",
  111: "ECONNREFUSED",
  112: "EHOSTDOWN",
  113: "EHOSTUNREACH",
};

/** Nothing has come, or there is no room to send: it would have to wait. */
export const EAGAIN = 11;
/** Longer than the network, or our buffer, takes. */
export const EMSGSIZE = 90;
/** A socket of IPv4 does not reach an address of IPv6. */
export const EAFNOSUPPORT = 97;
/** Somebody at the other end says that nobody listens there. */
export const ECONNREFUSED = 111;

/** Such as `EADDRINUSE`; a number without a name here is `errno 5`. */
export function nameOfErrno(errno: number): string {
  return NAMES[errno] ?? `errno ${errno}`;
}

/** What Deno's own sockets throw for it. */
export function errorOfErrno(errno: number, what: string): Error {
  const message = `${what}: ${nameOfErrno(errno)}`;
  switch (nameOfErrno(errno)) {
    case "EADDRINUSE":
      return new Deno.errors.AddrInUse(message);
    case "EADDRNOTAVAIL":
      return new Deno.errors.AddrNotAvailable(message);
    case "EPERM":
    case "EACCES":
      return new Deno.errors.PermissionDenied(message);
    default:
      return new Error(message);
  }
}

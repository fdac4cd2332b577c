import { LINUX, obstacleToLibc, openLibc } from "./libc.ts";

/**
 * How many descriptors (sockets, files) this process may have open at once;
 * null where nothing tells it.
 */
export function descriptorLimit(): number | null {
  if (obstacleToLibc() !== null) return null;
  const libc = openLibc("getrlimit");
  /** `struct rlimit`: what holds now, and how far it may be raised. */
  const limits = new BigUint64Array(2);
  const bytes = new Uint8Array(limits.buffer);
  const known = libc.symbols.getrlimit(LINUX.RLIMIT_NOFILE, bytes) === 0;
  libc.close();
  return known ? Number(limits[0]) : null;
}

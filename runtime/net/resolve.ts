import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

/**
 * The IP address of a host: a literal is its own (without an IPv6 reference's
 * brackets), a name is asked of the system (hosts file, then DNS). Null when
 * there is no such host.
 */
export async function resolveHost(
  host: string,
  family: 0 | 4 | 6 = 4,
): Promise<string | null> {
  const literal = host.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0) return literal;
  try {
    return (await lookup(host, { family })).address;
  } catch {
    return null;
  }
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A To tag that comes out the same when a request is repeated, without a
 * memory of the first (RFC 3261 §8.2.7). `secret` keeps it from being guessed.
 */
export function statelessTag(secret: string, bytes: Uint8Array): string {
  let hash = FNV_OFFSET;
  for (let at = 0; at < secret.length; at++) {
    hash = Math.imul(hash ^ secret.charCodeAt(at), FNV_PRIME);
  }
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0).toString(36);
}

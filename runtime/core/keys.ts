/** The keys in the order of RFC 4733 §3.2, which is how the core counts them. */
export const KEYS = "0123456789*#ABCD";

export function keyName(code: number): string {
  return KEYS[code];
}

/**
 * The core's number of a key; lower case letters are keys too.
 *
 * @throws {TypeError} when it is no key
 */
export function keyCode(key: string): number {
  const code = KEYS.indexOf(key.toUpperCase());
  if (code < 0 || key.length !== 1) {
    throw new TypeError(`"${key}" is no key, one of ${KEYS} is`);
  }
  return code;
}

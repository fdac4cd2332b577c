/** Text from the network and for it: linear, and never a throw. */

const SPACE = 0x20;
const TAB = 0x09;
const DELETE = 0x7f;

/** Whether there are control characters other than HTAB. */
export function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE && code !== TAB || code === DELETE) return true;
  }
  return false;
}

/** A whole number from 0 to `most`, digits alone; null for anything else. */
export function decimal(text: string, most: number): number | null {
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
    if (value > most) return null;
  }
  return text.length > 0 ? value : null;
}

/** A host as URIs write it: an IPv6 address in brackets, the rest as it is. */
export function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

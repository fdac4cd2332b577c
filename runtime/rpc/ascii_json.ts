/**
 * JSON in ASCII alone: clients that read bytes as ASCII understand it too, and
 * to all others `\uXXXX` means the same (RFC 8259 §7).
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escaped);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

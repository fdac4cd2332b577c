import { CtiError } from "../base/fault.ts";

/** The longest message that is read, in bytes. */
export const MOST_BYTES = 1 << 20;
/** Play lists need four levels; the rest is for `params` of a caller's own. */
const MOST_LEVELS = 64;
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a JSON text as it came over the wire.
 *
 * @throws {CtiError} `parseError` for what is not UTF-8 or not JSON,
 * `invalidRequest` for what is too long or too deep
 */
export function readMessage(message: string | Uint8Array): unknown {
  if (message.length > MOST_BYTES) throw tooLong();
  const value = parse(message);
  if (!isDeeper(value, MOST_LEVELS)) return value;
  const expected = `at most ${MOST_LEVELS} levels of brackets`;
  throw new CtiError("invalidRequest", `Too deep, expected ${expected}`, {
    expected,
  });
}

export function tooLong(): CtiError {
  const expected = `at most ${MOST_BYTES} bytes`;
  const text = `Too long, expected ${expected}`;
  return new CtiError("invalidRequest", text, { expected });
}

function parse(message: string | Uint8Array): unknown {
  try {
    const text = typeof message === "string" ? message : UTF8.decode(message);
    return JSON.parse(text);
  } catch {
    throw new CtiError("parseError");
  }
}

/** The parser needs no stack for brackets; we go no deeper than we allow. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

import { textOf } from "../base/bytes.ts";
import { contentType, type SipRequest } from "./message.ts";
import { trimmed } from "./scan.ts";

const RELAY = "application/dtmf-relay";
const PLAIN = "application/dtmf";

/** What an INFO may carry here: keys, as gateways have sent them since 1999. */
export const DTMF_TYPES: readonly string[] = [RELAY, PLAIN];

/** Keys in the order of their event codes (RFC 4733 §3.2). */
const KEYS = "0123456789*#ABCD";
const NAMED = /^[0-9*#A-D]$/;

/**
 * The key that an INFO says; null: none that has a name, such as a hook flash.
 * `application/dtmf` is the key alone; `application/dtmf-relay` says it as
 * `Signal=`, by name or by event code, with a `Duration=` that does not matter.
 */
export function keyIn(info: SipRequest): string | null {
  const text = textOf(info.body);
  return keyOf(contentType(info) === RELAY ? signalIn(text) : text);
}

function signalIn(text: string): string {
  for (const line of text.split("\n")) {
    const equals = line.indexOf("=");
    const name = trimmed(line.slice(0, Math.max(equals, 0)));
    if (name.toLowerCase() === "signal") return line.slice(equals + 1);
  }
  return "";
}

function keyOf(said: string): string | null {
  const word = said.trim().toUpperCase();
  if (NAMED.test(word)) return word;
  return /^1[0-5]$/.test(word) ? KEYS[Number(word)] : null;
}

import {
  CRYPTO_SUITES,
  type CryptoSuite,
  type MasterKey,
} from "../core/srtp.ts";
import { decimal } from "../base/text.ts";
import type { Attribute, MediaDescription } from "./description.ts";

/** `a=crypto` (RFC 4568 §4): a key that its writer makes SRTP with. */
export interface CryptoLine {
  /** By which an answer says which line it means. */
  readonly tag: number;
  readonly key: MasterKey;
}

/** Its name. */
export const CRYPTO = "crypto";
const INLINE = "inline:";
/** RFC 4568 §9.1: one to nine digits. */
const HIGHEST_TAG = 999_999_999;
/** RFC 4568 §6.1: a key's name has 1 to 128 octets. */
const LONGEST_NAME = 128;
/** RFC 3711 §9.2: packets that one key may be used for, as a power of 2. */
const LONGEST_LIFE = 48;
/** Thirty octets in base64, which need no padding. */
const KEY_AND_SALT = /^[A-Za-z0-9+/]{40}$/;
const SUITES = Object.keys(CRYPTO_SUITES) as CryptoSuite[];

/** Our own line. */
export function cryptoAttribute({ tag, key }: CryptoLine): Attribute {
  const octets = btoa(String.fromCharCode(...key.octets));
  return [CRYPTO, `${tag} ${key.suite} ${INLINE}${octets}`];
}

/** The lines of a stream that we can do, in their order; others are left out. */
export function cryptoLinesOf({ attributes }: MediaDescription): CryptoLine[] {
  return attributes.flatMap(([name, value]) => {
    const line = name === CRYPTO ? parseCrypto(value) : null;
    return line ? [line] : [];
  });
}

/**
 * Reads the value of one `a=crypto`; null for what is malformed or asks for what
 * we cannot do, which RFC 4568 §7.1.2 has us pass over.
 */
function parseCrypto(value: string): CryptoLine | null {
  const [tagText, suiteText, keys, ...session] = value.trim().split(/[ \t]+/);
  const tag = decimal(tagText, HIGHEST_TAG);
  const suite = SUITES.find((known) => known === suiteText);
  if (tag === null || !suite || !session.every(isHarmless)) return null;
  const key = parseKey(suite, keys ?? "");
  return key && { tag, key };
}

/**
 * RFC 4568 §6.3.7: what begins with `-` may be passed over; WSH (§6.3.6) is for
 * who keeps a longer replay window.
 */
function isHarmless(parameter: string): boolean {
  return parameter.startsWith("-") || /^WSH=\d{1,9}$/.test(parameter);
}

/** RFC 4568 §6.1: `inline:` key, perhaps its life, perhaps its name. */
function parseKey(suite: CryptoSuite, text: string): MasterKey | null {
  if (!text.startsWith(INLINE)) return null;
  const [base64, ...more] = text.slice(INLINE.length).split("|");
  const name = more.at(-1)?.includes(":") ? more.pop() : undefined;
  const nameOctets = name === undefined ? 0 : octetsOfName(name);
  const fine = KEY_AND_SALT.test(base64) && more.length <= 1 &&
    more.every(isLife);
  if (!fine || nameOctets === null) return null;
  const octets = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return { suite, octets, nameOctets };
}

/** How many packets a key is used for: its owner sees to that. */
function isLife(text: string): boolean {
  const power = text.startsWith("2^")
    ? decimal(text.slice(2), LONGEST_LIFE)
    : decimal(text, 2 ** LONGEST_LIFE);
  return power !== null;
}

/** `value:length`. */
function octetsOfName(text: string): number | null {
  const [value, length, ...more] = text.split(":");
  const octets = decimal(length, LONGEST_NAME);
  const fine = /^\d{1,309}$/.test(value) && more.length === 0;
  return fine && octets ? octets : null;
}

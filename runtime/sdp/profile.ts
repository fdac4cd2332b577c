import type { SrtpKeys } from "../core/srtp.ts";
import { CRYPTO, type CryptoLine, cryptoLinesOf } from "./crypto.ts";
import type { MediaDescription } from "./description.ts";
import type { Secrecy } from "./secrecy.ts";

/** RFC 3551, and RFC 3711 §12: plain RTP and SRTP. */
export const RTP_AVP = "RTP/AVP";
export const RTP_SAVP = "RTP/SAVP";

/** How a description of ours says whether its stream is secret. */
export interface Profile {
  readonly protocol: string;
  readonly crypto: readonly CryptoLine[];
}

/** What we offer (RFC 4568 §7.1.1): a key for each suite, or plain RTP. */
export function offeredProfile(secrecy: Secrecy | undefined): Profile {
  if (!secrecy?.isOffered) return { protocol: RTP_AVP, crypto: [] };
  const crypto = secrecy.keys.map((key, n) => ({ tag: n + 1, key }));
  return { protocol: RTP_SAVP, crypto };
}

/**
 * The key of an offered stream that we take (RFC 4568 §7.1.2), null for a plain
 * one. Some who could do without SRTP offer keys for RTP/AVP: those are taken.
 */
export function takenKey(
  audio: MediaDescription,
  secrecy: Secrecy | undefined,
): CryptoLine | null | "unacceptable" {
  const [line] = secrecy ? cryptoLinesOf(audio) : [];
  if (line) return line;
  const mustBeSecret = audio.protocol !== RTP_AVP || secrecy?.isRequired;
  return mustBeSecret ? "unacceptable" : null;
}

/**
 * The keys that an answer agrees to (RFC 4568 §7.1.3), null where we have
 * offered none: it names one line of ours, and has one of its own.
 */
export function agreedKeys(
  own: MediaDescription,
  answer: MediaDescription,
): SrtpKeys | null | "unacceptable" {
  const ours = cryptoLinesOf(own);
  if (ours.length === 0) return null;
  const [line] = cryptoLinesOf(answer);
  const isOne =
    answer.attributes.filter(([name]) => name === CRYPTO).length === 1;
  const chosen = ours.find(({ tag, key }) =>
    tag === line?.tag && key.suite === line.key.suite
  );
  if (!isOne || !chosen) return "unacceptable";
  return { send: chosen.key, receive: line.key };
}

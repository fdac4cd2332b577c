import { type MediaDescription } from "./description.ts";
import { decimal } from "../base/text.ts";
import type { AudioCodec } from "./stream.ts";

/** Payload types that need no rtpmap (RFC 3551 table 4). */
const STATIC: Readonly<Record<number, string>> = {
  0: "PCMU/8000",
  8: "PCMA/8000",
};

export const PAYLOAD_TYPES: Readonly<Record<AudioCodec, number>> = {
  pcmu: 0,
  pcma: 8,
};

/** Names of our codecs in rtpmap; for mono the channel count may be said. */
export const ENCODINGS: Readonly<Record<AudioCodec, string>> = {
  pcmu: "PCMU/8000",
  pcma: "PCMA/8000",
};

/** What we offer it as; the peer may choose another for its direction. */
export const TELEPHONE_EVENT_TYPE = 101;

const HIGHEST_PAYLOAD_TYPE = 127;

/** A format of an `m=` line: its payload type and what it stands for. */
export interface Format {
  readonly payloadType: number;
  /** Encoding and clock rate in lower case. */
  readonly encoding: string;
}

/** The formats of an audio description that could be RTP, in their order. */
export function formatsOf(media: MediaDescription): Format[] {
  const names = rtpmapsOf(media);
  const formats: Format[] = [];
  for (const text of new Set(media.formats)) {
    const payloadType = decimal(text, HIGHEST_PAYLOAD_TYPE);
    if (payloadType === null) continue;
    const name = names.get(payloadType) ?? STATIC[payloadType] ?? "";
    formats.push({ payloadType, encoding: plain(name) });
  }
  return formats;
}

/** The first rtpmap of each payload type. */
function rtpmapsOf({ attributes }: MediaDescription): Map<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of attributes) {
    if (name !== "rtpmap") continue;
    const [type, encoding] = value.split(" ");
    const payloadType = decimal(type, HIGHEST_PAYLOAD_TYPE);
    if (payloadType === null || names.has(payloadType)) continue;
    names.set(payloadType, encoding ?? "");
  }
  return names;
}

/** `PCMU/8000/1` is `pcmu/8000` (RFC 8866 §6.6). */
function plain(encoding: string): string {
  const lower = encoding.toLowerCase();
  return lower.endsWith("/1") ? lower.slice(0, -2) : lower;
}

export function codecOf({ encoding }: Format): AudioCodec | null {
  if (encoding === ENCODINGS.pcmu.toLowerCase()) return "pcmu";
  return encoding === ENCODINGS.pcma.toLowerCase() ? "pcma" : null;
}

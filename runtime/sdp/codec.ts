import { type MediaDescription } from "./description.ts";
import { decimal } from "../base/text.ts";
import type { AudioCodec } from "./stream.ts";

/**
 * Our codecs: their payload types (RFC 3551 table 4) and names in rtpmap. Opus
 * has a dynamic one (RFC 7587 §6.1); it is called stereo whatever it is (§4.1).
 */
export const CODECS: Readonly<Record<AudioCodec, NamedFormat>> = {
  pcmu: { payloadType: 0, name: "PCMU/8000" },
  gsm: { payloadType: 3, name: "GSM/8000" },
  dvi4: { payloadType: 5, name: "DVI4/8000" },
  pcma: { payloadType: 8, name: "PCMA/8000" },
  opus: { payloadType: 111, name: "opus/48000/2" },
};

/** RFC 3389 §4. */
export const COMFORT_NOISE: NamedFormat = { payloadType: 13, name: "CN/8000" };

/** RFC 3551 §3: from here on payload types mean what an rtpmap says. */
const FIRST_DYNAMIC = 96;

/** Payload types that need no rtpmap. */
const STATIC: Readonly<Record<number, string>> = Object.fromEntries(
  [...Object.values(CODECS), COMFORT_NOISE]
    .filter(({ payloadType }) => payloadType < FIRST_DYNAMIC)
    .map(({ payloadType, name }) => [payloadType, name]),
);

const BY_ENCODING = new Map(
  Object.entries(CODECS).map(([codec, { name }]) => [
    name.toLowerCase(),
    codec as AudioCodec,
  ]),
);

/** A payload type with its name, as rtpmap has them (RFC 8866 §6.6). */
export interface NamedFormat {
  readonly payloadType: number;
  readonly name: string;
  /** Its `a=fmtp` (§6.15). */
  readonly parameters?: string;
}

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

/** The `a=fmtp` of a payload type; null where there is none. */
export function parametersOf(
  { attributes }: MediaDescription,
  payloadType: number,
): string | null {
  const start = `${payloadType} `;
  const said = attributes.find(([name, value]) =>
    name === "fmtp" && value.startsWith(start)
  );
  return said ? said[1].slice(start.length) : null;
}

/** The clock of a codec's timestamps, in Hz: Opus has one (RFC 7587 §4.1). */
export function clockRateOf(codec: AudioCodec): number {
  return codec === "opus" ? 48_000 : 8000;
}

export function codecOf({ encoding }: Format): AudioCodec | null {
  return BY_ENCODING.get(encoding) ?? null;
}

/** The payload type of comfort noise; null where there is none. */
export function comfortNoiseIn(formats: readonly Format[]): number | null {
  const name = COMFORT_NOISE.name.toLowerCase();
  const found = formats.find(({ encoding }) => encoding === name);
  return found?.payloadType ?? null;
}

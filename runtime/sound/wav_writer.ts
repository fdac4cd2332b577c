import { SAMPLE_RATE } from "../base/units.ts";
import { utf8 } from "../base/bytes.ts";
import type { RecordFormat } from "../media/messages.ts";

/** Format tags; each of these formats has one byte a sample. */
const TAGS: Readonly<Record<RecordFormat, number>> = {
  "pcm-u8": 1,
  pcma: 6,
  pcmu: 7,
};
/** What a reader takes as "to the end of the file". */
export const UNKNOWN_LENGTH = 0xffff_ffff;

/**
 * The header of a mono WAV file at 8 kHz. Formats other than PCM have a longer
 * `fmt ` and a `fact` chunk. `bytes` of sound follow, and a pad byte when they
 * are odd; `UNKNOWN_LENGTH` while they are still coming.
 */
export function wavHeader(
  format: RecordFormat,
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const isPcm = format === "pcm-u8";
  const header = new Uint8Array(wavHeaderLength(format));
  const view = new DataView(header.buffer);
  let at = 0;
  const text = (word: string) => {
    header.set(utf8(word), at);
    at += 4;
  };
  const number = (value: number, width: 2 | 4) => {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  };
  text("RIFF");
  number(riffSize(header.length, bytes), 4);
  text("WAVE");
  text("fmt ");
  number(isPcm ? 16 : 18, 4);
  number(TAGS[format], 2);
  number(1, 2);
  number(SAMPLE_RATE, 4);
  number(SAMPLE_RATE, 4);
  number(1, 2);
  number(8, 2);
  if (!isPcm) {
    number(0, 2);
    text("fact");
    number(4, 4);
    number(bytes, 4);
  }
  text("data");
  number(bytes, 4);
  return header;
}

export function wavHeaderLength(format: RecordFormat): number {
  return format === "pcm-u8" ? 44 : 58;
}

/** Everything after the first 8 bytes, the pad byte included. */
function riffSize(headerLength: number, bytes: number): number {
  if (bytes === UNKNOWN_LENGTH) return UNKNOWN_LENGTH;
  return headerLength - 8 + bytes + bytes % 2;
}

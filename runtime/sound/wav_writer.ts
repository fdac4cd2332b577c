import { SAMPLE_RATE } from "../base/units.ts";
import { utf8 } from "../base/bytes.ts";
import type { RecordFormat } from "../media/messages.ts";

/** What recordings are stored as, and the sound that the program makes. */
export type WavFormat = RecordFormat | "pcm-s16";

/** The format's tag, and the bytes of a sample. */
const LAYOUTS: Readonly<
  Record<WavFormat, readonly [tag: number, width: number]>
> = {
  "pcm-u8": [1, 1],
  "pcm-s16": [1, 2],
  pcma: [6, 1],
  pcmu: [7, 1],
};
const PCM = 1;
/** What a reader takes as "to the end of the file". */
export const UNKNOWN_LENGTH = 0xffff_ffff;

/**
 * The header of a mono WAV file at 8 kHz. Formats other than PCM have a longer
 * `fmt ` and a `fact` chunk. `bytes` of sound follow, and a pad byte when they
 * are odd; `UNKNOWN_LENGTH` while they are still coming.
 */
export function wavHeader(
  format: WavFormat,
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const [tag, width] = LAYOUTS[format];
  const header = new Uint8Array(wavHeaderLength(format));
  const view = new DataView(header.buffer);
  let at = 0;
  const text = (word: string) => {
    header.set(utf8(word), at);
    at += 4;
  };
  const number = (value: number, size: 2 | 4) => {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  };
  text("RIFF");
  number(riffSize(header.length, bytes), 4);
  text("WAVE");
  text("fmt ");
  number(tag === PCM ? 16 : 18, 4);
  number(tag, 2);
  number(1, 2);
  number(SAMPLE_RATE, 4);
  number(SAMPLE_RATE * width, 4);
  number(width, 2);
  number(8 * width, 2);
  if (tag !== PCM) {
    number(0, 2);
    text("fact");
    number(4, 4);
    number(bytes, 4);
  }
  text("data");
  number(bytes, 4);
  return header;
}

export function wavHeaderLength(format: WavFormat): number {
  return LAYOUTS[format][0] === PCM ? 44 : 58;
}

/** Everything after the first 8 bytes, the pad byte included. */
function riffSize(headerLength: number, bytes: number): number {
  if (bytes === UNKNOWN_LENGTH) return UNKNOWN_LENGTH;
  return headerLength - 8 + bytes + bytes % 2;
}

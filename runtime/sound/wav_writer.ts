import { SAMPLE_RATE } from "../base/units.ts";
import { utf8 } from "../base/bytes.ts";

/** A format's tag, and what a block of one channel holds. */
interface Layout {
  readonly tag: number;
  readonly bits: number;
  readonly blockBytes: number;
  readonly blockSamples: number;
}

const LAYOUTS = {
  "pcm-u8": { tag: 0x01, bits: 8, blockBytes: 1, blockSamples: 1 },
  "pcm-s16": { tag: 0x01, bits: 16, blockBytes: 2, blockSamples: 1 },
  "pcma": { tag: 0x06, bits: 8, blockBytes: 1, blockSamples: 1 },
  "pcmu": { tag: 0x07, bits: 8, blockBytes: 1, blockSamples: 1 },
  "ima-adpcm": { tag: 0x11, bits: 4, blockBytes: 256, blockSamples: 505 },
  "gsm-wav49": { tag: 0x31, bits: 0, blockBytes: 65, blockSamples: 320 },
} as const satisfies Record<string, Layout>;
const PCM = 0x01;
const FACT_BYTES = 12;

/** What recordings in WAV are stored as, and the sound that the program makes. */
export type WavFormat = keyof typeof LAYOUTS;

/** What a reader takes as "to the end of the file". */
export const UNKNOWN_LENGTH = 0xffff_ffff;

/**
 * The header of a WAV file at 8 kHz. Formats other than PCM have a longer
 * `fmt ` and a `fact` chunk. `bytes` of sound follow, and a pad byte when they
 * are odd; `UNKNOWN_LENGTH` while they are still coming. `samples` are those of
 * a channel: blocks may hold more than was said.
 */
export function wavHeader(
  format: WavFormat,
  bytes: number,
  channels: 1 | 2 = 1,
  samples: number = samplesIn(format, bytes, channels),
): Uint8Array<ArrayBuffer> {
  const { tag, bits, blockSamples }: Layout = LAYOUTS[format];
  const align = blockAlign(format, channels);
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
  number(16 + extensionLength(format), 4);
  number(tag, 2);
  number(channels, 2);
  number(SAMPLE_RATE, 4);
  number(Math.floor(SAMPLE_RATE * align / blockSamples), 4);
  number(align, 2);
  number(bits, 2);
  if (tag !== PCM) {
    const blocks = blockSamples > 1;
    number(blocks ? 2 : 0, 2);
    if (blocks) number(blockSamples, 2);
    text("fact");
    number(4, 4);
    number(samples, 4);
  }
  text("data");
  number(bytes, 4);
  return header;
}

export function wavHeaderLength(format: WavFormat): number {
  const extension = extensionLength(format);
  return 44 + extension + (extension ? FACT_BYTES : 0);
}

/** Bytes that stay together, of all channels. */
export function blockAlign(format: WavFormat, channels: 1 | 2): number {
  return LAYOUTS[format].blockBytes * channels;
}

/** Of each channel, in so many bytes of sound. */
export function samplesIn(
  format: WavFormat,
  bytes: number,
  channels: 1 | 2,
): number {
  if (bytes === UNKNOWN_LENGTH) return UNKNOWN_LENGTH;
  const { blockSamples } = LAYOUTS[format];
  return Math.floor(bytes / blockAlign(format, channels)) * blockSamples;
}

/** Of `fmt `: its own length, and of blocks how many samples each has. */
function extensionLength(format: WavFormat): 0 | 2 | 4 {
  const { tag, blockSamples }: Layout = LAYOUTS[format];
  if (tag === PCM) return 0;
  return blockSamples > 1 ? 4 : 2;
}

/** Everything after the first 8 bytes, the pad byte included. */
function riffSize(headerLength: number, bytes: number): number {
  if (bytes === UNKNOWN_LENGTH) return UNKNOWN_LENGTH;
  return headerLength - 8 + bytes + bytes % 2;
}

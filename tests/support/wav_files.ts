import { concat, textOf } from "../../runtime/base/bytes.ts";

/** A little-endian number of 2 or 4 bytes. */
export function le(value: number, width: 2 | 4): Uint8Array {
  return Uint8Array.from(
    { length: width },
    (_, i) => Math.floor(value / 2 ** (8 * i)) & 0xff,
  );
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function chunk(id: string, body: Uint8Array): Uint8Array {
  const pad = new Uint8Array(body.length % 2);
  return concat([ascii(id), le(body.length, 4), body, pad]);
}

/** What the first chunk of a name holds. */
export function chunkIn(file: Uint8Array, id: string): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const lengthAt = (at: number) => view.getUint32(at + 4, true);
  let at = 12;
  while (textOf(file.subarray(at, at + 4)) !== id) {
    at += 8 + lengthAt(at) + lengthAt(at) % 2;
  }
  return file.subarray(at + 8, at + 8 + lengthAt(at));
}

export interface WavLayout {
  readonly tag: number;
  readonly bits: number;
  readonly rate?: number;
  readonly channels?: number;
  /** Chunks that stand before `data`. */
  readonly before?: readonly Uint8Array[];
}

/** A WAV file made by hand, apart from the writer that is tested. */
export function wavFile(
  data: Uint8Array,
  { tag, bits, rate = 8000, channels = 1, before = [] }: WavLayout,
): Uint8Array<ArrayBuffer> {
  const align = channels * bits / 8;
  const fmt = concat([
    le(tag, 2),
    le(channels, 2),
    le(rate, 4),
    le(rate * align, 4),
    le(align, 2),
    le(bits, 2),
  ]);
  const body = concat([
    ascii("WAVE"),
    chunk("fmt ", fmt),
    ...before,
    chunk("data", data),
  ]);
  return chunk("RIFF", body) as Uint8Array<ArrayBuffer>;
}

export function pcm16(samples: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

export function sine(
  hertz: number,
  samples: number,
  rate = 8000,
  amplitude = 10_000,
): Int16Array {
  return Int16Array.from(
    { length: samples },
    (_, i) => Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / rate)),
  );
}

/** How alike two sounds are at their best alignment, 0 to 1, and where. */
export function likeness(
  needle: Int16Array,
  hay: Int16Array,
): { readonly at: number; readonly likeness: number } {
  let best = { at: 0, likeness: 0 };
  for (let at = 0; at + needle.length <= hay.length; at++) {
    const window = hay.subarray(at, at + needle.length);
    const found = correlation(needle, window);
    if (found > best.likeness) best = { at, likeness: found };
  }
  return best;
}

export function correlation(a: Int16Array, b: Int16Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

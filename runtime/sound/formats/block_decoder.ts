import type { Codec, Core } from "../../core/mod.ts";
import { BrokenSound } from "./track.ts";

/** How sound is stored that is in blocks of one size. */
export interface Storing {
  readonly encoding: Encoding;
  /** Of a sample; for codecs with frames it has no meaning. */
  readonly bits: number;
  readonly channels: number;
  /** Of IMA ADPCM, all channels together; the others tell it themselves. */
  readonly blockBytes: number;
}

export type Encoding =
  | "pcm"
  | "float"
  | "pcma"
  | "pcmu"
  | "ima-adpcm"
  | "gsm"
  | "gsm-wav49";

/** Makes samples of whole blocks. */
export interface BlockDecoder {
  readonly blockBytes: number;
  /** Of one channel. */
  readonly blockSamples: number;
  /**
   * One channel, of which full scale is 1.
   * @throws {BrokenSound}
   */
  decode(blocks: Uint8Array<ArrayBuffer>): Float32Array;
  close(): void;
}

/** @throws {BrokenSound} for what is stored as nobody does */
export function openDecoder(
  storing: Storing,
  core: Pick<Core, "codec">,
): BlockDecoder {
  switch (storing.encoding) {
    case "pcm":
    case "float":
      return linear(storing);
    case "pcma":
    case "pcmu":
      return companded(core.codec(storing.encoding), storing.channels);
    case "gsm":
    case "gsm-wav49":
      return gsm(storing.encoding, storing.channels, core);
    case "ima-adpcm":
      return ima(storing, core);
  }
}

/** Of 16-bit samples, one of which is worth so much. */
const UNIT = 1 / 32768;

/** By bits: how to look at the bytes, and what one step of it is worth. */
const LINEAR = {
  pcm8: [signed, 2 ** -7],
  pcm16: [(bytes: Bytes) => new Int16Array(bytes.slice().buffer), UNIT],
  pcm24: [upperBits, 2 ** -31],
  pcm32: [(bytes: Bytes) => new Int32Array(bytes.slice().buffer), 2 ** -31],
  float32: [(bytes: Bytes) => clean(new Float32Array(bytes.slice().buffer)), 1],
  float64: [(bytes: Bytes) => clean(new Float64Array(bytes.slice().buffer)), 1],
} as const;
type Bytes = Uint8Array<ArrayBuffer>;

function linear({ encoding, bits, channels }: Storing): BlockDecoder {
  const bytes = Math.ceil(bits / 8);
  const kind = `${encoding}${8 * bytes}`;
  if (!(kind in LINEAR)) throw new TypeError(`No sound is ${kind}`);
  const [view, unit] = LINEAR[kind as keyof typeof LINEAR];
  return {
    blockBytes: bytes * channels,
    blockSamples: 1,
    decode: (blocks) => mono(view(blocks), channels, unit),
    close() {},
  };
}

function companded(codec: Codec, channels: number): BlockDecoder {
  return {
    blockBytes: channels,
    blockSamples: 1,
    decode: (blocks) => mono(codec.decode(blocks), channels, UNIT),
    close: () => codec.close(),
  };
}

const GSM = {
  "gsm": { blockBytes: 33, blockSamples: 160 },
  "gsm-wav49": { blockBytes: 65, blockSamples: 320 },
} as const;
/** What each frame of 33 bytes begins with, in its upper four bits. */
const GSM_MARK = 0xd;

function gsm(
  encoding: keyof typeof GSM,
  channels: number,
  core: Pick<Core, "codec">,
): BlockDecoder {
  if (channels !== 1) throw new BrokenSound("GSM of two channels");
  const codec = core.codec(encoding);
  const { blockBytes, blockSamples } = GSM[encoding];
  return {
    blockBytes,
    blockSamples,
    decode: (blocks) => {
      if (encoding === "gsm") checkMarks(blocks, blockBytes);
      return mono(codec.decode(blocks), 1, UNIT);
    },
    close: () => codec.close(),
  };
}

function checkMarks(frames: Uint8Array, frameBytes: number): void {
  for (let at = 0; at < frames.length; at += frameBytes) {
    if (frames[at] >> 4 !== GSM_MARK) {
      throw new BrokenSound("a GSM frame without its mark");
    }
  }
}

/** The header of a block, and eight codes. */
const WORD_BYTES = 4;
/** Of a block of one channel: what a header can say of its samples. */
const SMALLEST = 8;
const LARGEST = 32_768;

function ima(
  { channels, blockBytes }: Storing,
  core: Pick<Core, "codec">,
): BlockDecoder {
  const size = blockBytes / channels;
  if (size < SMALLEST || size > LARGEST || size % WORD_BYTES !== 0) {
    throw new BrokenSound(`blocks of ${blockBytes} bytes`);
  }
  const codecs = Array.from(
    { length: channels },
    () => core.codec("ima-adpcm", { blockBytes: size }),
  );
  return {
    blockBytes,
    blockSamples: 2 * (size - WORD_BYTES) + 1,
    decode: (blocks) =>
      meanOf(
        codecs.map((codec, channel) =>
          codec.decode(wordsOf(blocks, channel, channels))
        ),
        UNIT,
      ),
    close: () => codecs.forEach((codec) => codec.close()),
  };
}

/** Stereo IMA ADPCM: words of the left and of the right channel in turns. */
function wordsOf(data: Bytes, channel: number, channels: number): Bytes {
  if (channels === 1) return data;
  const all = new Uint32Array(data.slice().buffer);
  const one = new Uint32Array(all.length / channels);
  for (let word = 0; word < one.length; word++) {
    one[word] = all[word * channels + channel];
  }
  return new Uint8Array(one.buffer);
}

/** Several voices as one; `unit` is what one step of a sample is worth. */
export function meanOf(
  voices: readonly ArrayLike<number>[],
  unit = 1,
): Float32Array {
  const mean = new Float32Array(voices[0].length);
  const share = unit / voices.length;
  for (const voice of voices) {
    for (let n = 0; n < mean.length; n++) mean[n] += voice[n] * share;
  }
  return mean;
}

/** One channel of samples that stand in turns. */
function mono(
  samples: ArrayLike<number>,
  channels: number,
  unit: number,
): Float32Array {
  const one = new Float32Array(samples.length / channels);
  if (channels === 1) {
    for (let n = 0; n < one.length; n++) one[n] = samples[n] * unit;
    return one;
  }
  for (let n = 0; n < one.length; n++) {
    one[n] = (samples[2 * n] + samples[2 * n + 1]) * unit / 2;
  }
  return one;
}

/** WAV's 8 bits stand around 128. */
function signed(bytes: Bytes): Int8Array {
  const samples = new Int8Array(bytes.length);
  for (let n = 0; n < samples.length; n++) samples[n] = bytes[n] - 128;
  return samples;
}

function upperBits(bytes: Bytes): Int32Array {
  const samples = new Int32Array(bytes.length / 3);
  for (let n = 0; n < samples.length; n++) {
    const at = 3 * n;
    samples[n] = bytes[at] << 8 | bytes[at + 1] << 16 | bytes[at + 2] << 24;
  }
  return samples;
}

/** What is beyond full scale is clipped, what is no number is silent. */
function clean<Samples extends Float32Array | Float64Array>(
  samples: Samples,
): Samples {
  for (let n = 0; n < samples.length; n++) {
    const level = samples[n];
    if (!(Math.abs(level) <= 1)) samples[n] = Math.sign(level) || 0;
  }
  return samples;
}

import { extname } from "node:path";
import type { Codec, Core } from "../core/mod.ts";
import { resample } from "./resample.ts";
import { parseWav, type WavSound } from "./wav_reader.ts";

/** Rates that are resampled; others are a broken header. */
const RATES = { lowest: 4000, highest: 192_000 } as const;

/** Files without a header say by their name what they hold: 8 kHz, mono. */
const RAW: Readonly<Record<string, Omit<WavSound, "data">>> = {
  ".alaw": { encoding: "pcma", bits: 8, channels: 1, rate: 8000 },
  ".ulaw": { encoding: "pcmu", bits: 8, channels: 1, rate: 8000 },
  ".sln": { encoding: "pcm", bits: 16, channels: 1, rate: 8000 },
};

/** Names of sound files end so. */
export const EXTENSIONS: readonly string[] = [".wav", ...Object.keys(RAW)];

/**
 * The samples of a sound file as the node plays them, 8 kHz and mono, or a few
 * words that say why it cannot.
 */
export function decodeSound(
  name: string,
  file: Uint8Array,
  core: Core,
): Int16Array | string {
  const raw = RAW[extname(name).toLowerCase()];
  const sound = raw ? { ...raw, data: file } : parseWav(file);
  if (typeof sound === "string") return sound;
  if (sound.rate < RATES.lowest || sound.rate > RATES.highest) {
    return `a rate of ${sound.rate} Hz; ${RATES.lowest} to ${RATES.highest} Hz are allowed`;
  }
  return resample(mixDown(linear(sound, core), sound.channels), sound.rate);
}

function linear(sound: WavSound, core: Core): Int16Array {
  switch (sound.encoding) {
    case "pcma":
    case "pcmu":
      return byCodec(core.codec(sound.encoding), sound.data);
    case "float":
      return readSamples(sound.data, 4, (view, at) => {
        const level = Math.round(view.getFloat32(at, true) * 32768);
        return Math.max(-32768, Math.min(32767, level));
      });
    case "pcm":
      return linearPcm(sound.data, sound.bits);
  }
}

function byCodec(codec: Codec, data: Uint8Array): Int16Array {
  const samples = codec.decode(data);
  codec.close();
  return samples;
}

/** The upper 16 bits count; 8 bit are unsigned (as WAV has it). */
function linearPcm(data: Uint8Array, bits: number): Int16Array {
  const bytes = bits / 8;
  if (bytes === 1) {
    return readSamples(data, 1, (view, at) => view.getUint8(at) - 128 << 8);
  }
  const upper = bytes - 2;
  return readSamples(
    data,
    bytes,
    (view, at) => view.getInt16(at + upper, true),
  );
}

function readSamples(
  data: Uint8Array,
  bytes: number,
  read: (view: DataView, at: number) => number,
): Int16Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const samples = new Int16Array(Math.floor(data.length / bytes));
  for (let i = 0; i < samples.length; i++) samples[i] = read(view, i * bytes);
  return samples;
}

function mixDown(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  const mono = new Int16Array(Math.floor(samples.length / 2));
  for (let i = 0; i < mono.length; i++) {
    mono[i] = samples[2 * i] + samples[2 * i + 1] >> 1;
  }
  return mono;
}

import { extname } from "node:path";
import type { Codec, Core } from "../core/mod.ts";
import { resample } from "./resample.ts";
import { decodeImaAdpcm } from "./ima_adpcm.ts";
import { parseWav, type WavSound } from "./wav_reader.ts";

/** Rates that are resampled; others are a broken header. */
const RATES = { lowest: 4000, highest: 192_000 } as const;

/** Files without a header say by their name what they hold: 8 kHz, mono. */
const RAW: Readonly<Record<string, Pick<WavSound, "encoding" | "bits">>> = {
  ".alaw": { encoding: "pcma", bits: 8 },
  ".ulaw": { encoding: "pcmu", bits: 8 },
  ".sln": { encoding: "pcm", bits: 16 },
};
const MONO = { channels: 1, rate: 8000, blockBytes: 1, samples: null } as const;

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
  const sound = raw ? { ...raw, ...MONO, data: file } : parseWav(file);
  if (typeof sound === "string") return sound;
  if (sound.rate < RATES.lowest || sound.rate > RATES.highest) {
    return `a rate of ${sound.rate} Hz; ${RATES.lowest} to ${RATES.highest} Hz are allowed`;
  }
  const samples = linear(sound, core);
  if (typeof samples === "string") return samples;
  return resample(core, mixDown(samples, sound.channels), sound.rate);
}

function linear(sound: WavSound, core: Core): Int16Array | string {
  switch (sound.encoding) {
    case "pcma":
    case "pcmu":
      return byCodec(core.codec(sound.encoding), sound.data);
    case "gsm-wav49":
      if (sound.channels !== 1) return "GSM of two channels";
      return whole(byCodec(core.codec("gsm-wav49"), sound.data), sound);
    case "ima-adpcm": {
      const samples = decodeImaAdpcm(sound, core);
      return typeof samples === "string" ? samples : whole(samples, sound);
    }
    case "float":
      return readSamples(sound.data, 4, (view, at) => {
        const level = Math.round(view.getFloat32(at, true) * 32768);
        return Math.max(-32768, Math.min(32767, level));
      });
    case "pcm":
      return linearPcm(sound.data, sound.bits);
  }
}

/** Without what the last block was filled up with. */
function whole(
  blocks: Int16Array,
  { samples, channels }: WavSound,
): Int16Array {
  return samples === null ? blocks : blocks.subarray(0, samples * channels);
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

import type { WasmMediaEncoder } from "wasm-media-encoders";
import { SAMPLE_RATE } from "../base/units.ts";
import { channelOf } from "./channels.ts";
import type { Encoder } from "./encoder.ts";

type Lame = WasmMediaEncoder<"audio/mpeg">;

/** Constant, by the number of channels: half of what G.711 takes. */
export const MP3_KBPS = { 1: 32, 2: 64 } as const;

/** That of telephones is one of MPEG-2.5's. */
const OUTPUT_RATE = 8000;

/** Idle ones that are kept: each takes 1.3 MB, and 30 ms to be made anew. */
const MOST_KEPT = 16;

/** Encoders of MP3, fetched when the first is wanted, and used again. */
export class Mp3Encoders {
  readonly #idle: Lame[] = [];

  async open(channels: 1 | 2): Promise<Encoder> {
    const lame = this.#idle.pop() ?? await newLame();
    lame.configure({
      channels,
      sampleRate: SAMPLE_RATE,
      outputSampleRate: OUTPUT_RATE,
      bitrate: MP3_KBPS[channels],
    });
    return new Mp3Encoder(lame, channels, () => this.#keep(lame));
  }

  /** How many wait to be used again. */
  get idle(): number {
    return this.#idle.length;
  }

  /** Gives the memory of those that wait back. */
  forget(): void {
    this.#idle.length = 0;
  }

  #keep(lame: Lame): void {
    if (this.#idle.length < MOST_KEPT) this.#idle.push(lame);
  }
}

async function newLame(): Promise<Lame> {
  const { createMp3Encoder } = await import("wasm-media-encoders");
  return await createMp3Encoder();
}

/** One sound: MPEG-2.5 Layer III at 8 kHz. */
class Mp3Encoder implements Encoder {
  readonly #lame: Lame;
  readonly #channels: 1 | 2;
  readonly #closed: () => void;

  constructor(lame: Lame, channels: 1 | 2, closed: () => void) {
    this.#lame = lame;
    this.#channels = channels;
    this.#closed = closed;
  }

  /** A copy: the encoder uses its memory again. */
  encode(samples: Int16Array): Uint8Array<ArrayBuffer> {
    const sound = this.#channels === 1
      ? [samples]
      : [channelOf(samples, 0), channelOf(samples, 1)];
    return new Uint8Array(this.#lame.encode(sound.map(inUnits)));
  }

  flush(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#lame.finalize());
  }

  /** It must be told once alone: another may use the encoder after it. */
  close(): void {
    this.#closed();
  }
}

/** From −1 to 1. */
function inUnits(samples: Int16Array): Float32Array {
  const sound = new Float32Array(samples.length);
  for (let n = 0; n < sound.length; n++) sound[n] = samples[n] / 32768;
  return sound;
}

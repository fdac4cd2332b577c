import type { Workbench } from "./workbench.ts";

/** Turns 16-bit sound into bytes and back; blocks may be of any length. */
export interface Codec {
  encode(sound: Int16Array): Uint8Array<ArrayBuffer>;
  decode(bytes: Uint8Array): Int16Array<ArrayBuffer>;
  /** Encodes what waits for its frame to fill, padded with silence. */
  flush(): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** G.711 both ways, and 8-bit linear as WAV has it: 128 is silence. */
export type CodecName = "pcma" | "pcmu" | "pcm-u8";

/** The core's numbers of the laws. */
export const LAWS = { pcmu: 1, pcma: 2 } as const;

/**
 * @throws {TypeError} when the name is none of the codecs
 */
export function codec(bench: Workbench, name: CodecName): Codec {
  if (name === "pcm-u8") return new LinearCodec();
  if (name === "pcma" || name === "pcmu") return new G711(bench, LAWS[name]);
  throw new TypeError(`No codec "${name}"; there are pcma, pcmu and pcm-u8`);
}

/** Samples that are moved through the core at once. */
const BLOCK = 2048;

class G711 implements Codec {
  readonly #bench: Workbench;
  readonly #law: number;
  #at: number;

  constructor(bench: Workbench, law: number) {
    this.#bench = bench;
    this.#law = law;
    this.#at = bench.take(3 * BLOCK);
  }

  encode(sound: Int16Array): Uint8Array<ArrayBuffer> {
    const at = this.#open();
    const { core, bytes, samples } = this.#bench;
    const codes = new Uint8Array(sound.length);
    for (let done = 0; done < sound.length; done += BLOCK) {
      const block = sound.subarray(done, done + BLOCK);
      const out = at + 2 * BLOCK;
      samples.set(block, at / 2);
      core.encodeG711(this.#law, at, out, block.length);
      codes.set(bytes.subarray(out, out + block.length), done);
    }
    return codes;
  }

  decode(codes: Uint8Array): Int16Array<ArrayBuffer> {
    const at = this.#open();
    const { core, bytes, samples } = this.#bench;
    const sound = new Int16Array(codes.length);
    for (let done = 0; done < codes.length; done += BLOCK) {
      const block = codes.subarray(done, done + BLOCK);
      const from = at + 2 * BLOCK;
      bytes.set(block, from);
      core.decodeG711(this.#law, from, at, block.length);
      sound.set(samples.subarray(at / 2, at / 2 + block.length), done);
    }
    return sound;
  }

  flush(): Uint8Array<ArrayBuffer> {
    return new Uint8Array();
  }

  close(): void {
    if (this.#at) this.#bench.giveBack(this.#at, 3 * BLOCK);
    this.#at = 0;
  }

  #open(): number {
    if (!this.#at) throw new TypeError("This codec is closed");
    return this.#at;
  }
}

/** The upper half of every sample, rounded; Wasm could not do it faster. */
class LinearCodec implements Codec {
  encode(sound: Int16Array): Uint8Array<ArrayBuffer> {
    const upper = (sample: number) => Math.min((sample + 128) >> 8, 127);
    return Uint8Array.from(sound, (sample) => upper(sample) + 128);
  }

  decode(bytes: Uint8Array): Int16Array<ArrayBuffer> {
    return Int16Array.from(bytes, (byte) => (byte - 128) << 8);
  }

  flush(): Uint8Array<ArrayBuffer> {
    return new Uint8Array();
  }

  close(): void {}
}

import type { Libopus } from "./libopus.ts";
import type { OpusDecoder } from "./opus.ts";

const RATE = 8000;
/** 120 ms: no packet is longer, and nothing more is recovered. */
const MOST_SAMPLES = 960;

/** A decoder of libopus: whatever comes is 8 kHz and mono behind it. */
export class LibopusDecoder implements OpusDecoder {
  readonly #library: Libopus;
  readonly #at: number;

  constructor(library: Libopus) {
    this.#library = library;
    this.#at = library.take(library.exports.opus_decoder_get_size(1));
    this.reset();
  }

  decode(packet: Uint8Array): Int16Array | null {
    const samples = this.#run(packet, MOST_SAMPLES, false);
    return samples > 0 ? this.#library.readSound(samples) : null;
  }

  recover(packet: Uint8Array, samples: number): Int16Array | null {
    const made = this.#run(packet, samples, true);
    return made === samples ? this.#library.readSound(made) : null;
  }

  reset(): void {
    this.#library.exports.opus_decoder_init(this.#at, RATE, 1);
  }

  close(): void {
    this.#library.exports.free(this.#at);
  }

  #run(packet: Uint8Array, samples: number, lost: boolean): number {
    const { exports, packet: from, sound } = this.#library;
    if (!this.#library.layPacket(packet)) return 0;
    const bytes = packet.length;
    return exports.opus_decode(
      this.#at,
      from,
      bytes,
      sound,
      samples,
      Number(lost),
    );
  }
}

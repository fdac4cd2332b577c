import type { Codec } from "../../../runtime/core/mod.ts";
import { loadOpus } from "../../../runtime/core/opus/load.ts";

const CODING = { bitrate: 32_000, fec: true, dtx: false, constant: false };
const MOST_BYTES = 320;
const opus = await loadOpus();

/** Opus as a telephone has it, a packet at a time. */
export function opusCodec(): Codec {
  const encoder = opus.encoder(CODING);
  const decoder = opus.decoder();
  return {
    encode(sound) {
      const into = new Uint8Array(MOST_BYTES);
      return into.slice(0, encoder.encode(sound, into));
    },
    decode: (packet) => Int16Array.from(decoder.decode(packet) ?? []),
    flush: () => new Uint8Array(),
    close() {
      encoder.close();
      decoder.close();
    },
  };
}

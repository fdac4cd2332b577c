import type { CoreExports } from "../exports.ts";
import { adpcmState } from "./adpcm_state.ts";
import type { Coding } from "./coding.ts";

/** RFC 3551 §4.2: 20 ms, where nothing else is agreed. */
const PACKET_SAMPLES = 160;
const HEADER_BYTES = 4;
/** So much fits in the codec's block of memory, and far more than a packet is. */
const LARGEST = 4096;

/**
 * DVI4 in RTP payloads (RFC 3551 §4.5.1) that are all of one length.
 *
 * @throws {RangeError} when no packet can have so many samples
 */
export function dvi4(
  core: CoreExports,
  { packetSamples = PACKET_SAMPLES }: { packetSamples?: number },
): Coding {
  const samples = packetSamples;
  if (!(samples >= 2 && samples <= LARGEST && samples % 2 === 0)) {
    const allowed = `an even number from 2 to ${LARGEST}`;
    throw new RangeError(`packetSamples is ${samples}, not ${allowed}`);
  }
  const length = HEADER_BYTES + samples / 2;
  return {
    frameSamples: samples,
    frameBytes: length,
    state: adpcmState(core),
    encode(sound, bytes, packets, state) {
      for (let n = 0; n < packets; n++) {
        core.dvi4Encode(
          state,
          sound + 2 * samples * n,
          bytes + length * n,
          samples,
        );
      }
    },
    decode(bytes, sound, packets, state) {
      for (let n = 0; n < packets; n++) {
        core.dvi4Decode(
          state,
          bytes + length * n,
          sound + 2 * samples * n,
          length,
        );
      }
    },
  };
}

/** What the core exports. Addresses are offsets into its memory. */
import { initAdpcm } from "./codec/adpcm";
import { initAes } from "./srtp/aes";
import { initDetector } from "./tone/detector";
import { initSine } from "./tone/sine";
import { initPhasors } from "./tone/phasors";
import { initScreen } from "./tone/screen";
import { aligned, layOut } from "./engine";

export * from "./parts";
export * from "./ports";
export * from "./coded_ports";
export * from "./mixes";
export { decodeG711, encodeG711 } from "./codec/g711";
export { decodeG711Plain, encodeG711Plain } from "./codec/g711_plain";
export * from "./codec/gsm/gsm";
export {
  decodePcmU8,
  decodePcmU8Plain,
  encodePcmU8,
  encodePcmU8Plain,
} from "./codec/pcm_u8";
export { decodeImaBlocks, encodeImaBlocks } from "./codec/ima_adpcm";
export { dvi4Decode, dvi4Encode } from "./codec/dvi4";
export { resetAdpcm } from "./codec/adpcm";
export { drainEvents, eventList } from "./events";
export { powerOf, powerOfPlain } from "./level";
export { mixerBytes, mixerInit, mixerMix, mixerSet } from "./mix/mixer";
export { packetCount, packetList } from "./packets";
export {
  resamplerBytes,
  resamplerGive,
  resamplerReset,
  resamplerTake,
  resamplerTakeFloat,
} from "./resampler";
export {
  fold as screenFold,
  measure as screenMeasure,
  screenPowers,
} from "./tone/screen";
export { energies as stepEnergies, phasors } from "./tone/phasors";
export { toneLevels } from "./tone/levels";
export { crypt as cipherCrypt, setCipher as cipherSet } from "./srtp/cipher";
export { expandKey as aesExpandKey } from "./srtp/aes";
export {
  DIGEST as hmacDigest,
  authenticate as hmacAuthenticate,
  setHmacKey as hmacSetKey,
} from "./srtp/hmac";
export { likeness, periodBefore } from "./rtp/pitch";

/**
 * Fills the tables and lays out memory for so many ports and mixes, none for
 * the parts alone. To be called once, before all else; false when there is not
 * that much memory.
 */
export function init(ports: i32, mixes: i32): bool {
  initAdpcm();
  initAes();
  initSine();
  initScreen();
  initPhasors();
  initDetector();
  return layOut(ports, mixes);
}

/** Memory from here on is the host's where no port or mix was laid out. */
export function heapBase(): usize {
  return aligned(__heap_base);
}

/** Where the host may put a packet, or samples, of up to 8192 bytes. */
export function exchange(): usize {
  return EXCHANGE;
}
const EXCHANGE = memory.data(8192, 16);

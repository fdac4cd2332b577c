/** What a port decodes with: frames of a payload, in the order of play. */
import { Adpcm, HIGH_FIRST, decodeAdpcm, setAdpcm } from "../codec/adpcm";
import { DVI4, DVI4_HEADER, GSM, GSM_BYTES } from "../codec/payload";
import { GSM_SAMPLES } from "../codec/payload";
import { STATE_BYTES } from "../codec/gsm/state";
import { decodeG711 } from "../codec/g711";
import { gsmDecode, gsmReset } from "../codec/gsm/gsm";

export class Decoder {
  /** The payload that DVI4 is in, and the sample there that is next. */
  payload: usize;
  next: i32;
}

const ADPCM_AT: usize = 16;
const GSM_AT: usize = 32;
export const DECODER_BYTES: usize = GSM_AT + STATE_BYTES;

/** Sound that is decoded only to get beyond it. */
const PASSED = memory.data(320, 16);
const PASSED_SAMPLES: i32 = 160;

function adpcmOf(decoder: Decoder): Adpcm {
  return changetype<Adpcm>(changetype<usize>(decoder) + ADPCM_AT);
}

function gsmOf(decoder: Decoder): usize {
  return changetype<usize>(decoder) + GSM_AT;
}

export function resetDecoder(decoder: Decoder): void {
  gsmReset(gsmOf(decoder));
  decoder.payload = 0;
}

function beginDvi4(decoder: Decoder, payload: usize): void {
  const predicted = <i32>(<i16>bswap<u16>(load<u16>(payload)));
  setAdpcm(adpcmOf(decoder), predicted, <i32>load<u8>(payload, 2));
  decoder.payload = payload;
  decoder.next = 0;
}

function runDvi4(decoder: Decoder, samples: i32, sound: usize): void {
  const done = <usize>(DVI4_HEADER + (decoder.next >> 1));
  const codes = decoder.payload + done;
  decodeAdpcm(adpcmOf(decoder), codes, sound, samples, HIGH_FIRST);
  decoder.next += samples;
}

function decodeDvi4(
  decoder: Decoder,
  payload: usize,
  from: i32,
  samples: i32,
  sound: usize,
): void {
  const goesOn = decoder.payload == payload && decoder.next == from;
  if (!goesOn || from == 0) beginDvi4(decoder, payload);
  while (decoder.next < from) {
    runDvi4(decoder, min(from - decoder.next, PASSED_SAMPLES), PASSED);
  }
  runDvi4(decoder, samples, sound);
}

/** Decodes `samples` of a payload from sample `from` on, both whole frames. */
export function decodeFrames(
  decoder: Decoder,
  codec: i32,
  payload: usize,
  from: i32,
  samples: i32,
  sound: usize,
): void {
  if (codec == GSM) {
    const frame = payload + <usize>((from / GSM_SAMPLES) * GSM_BYTES);
    gsmDecode(gsmOf(decoder), frame, samples / GSM_SAMPLES, sound);
  } else if (codec == DVI4) {
    decodeDvi4(decoder, payload, from, samples, sound);
  } else decodeG711(codec, payload + <usize>from, sound, samples);
}

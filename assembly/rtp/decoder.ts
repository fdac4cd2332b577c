/** What a port decodes with: frames of a payload, in the order of play. */
import { Adpcm, HIGH_FIRST, decodeAdpcm } from "../codec/adpcm";
import { DVI4, GSM, GSM_SAMPLES, LINEAR, bytesFor } from "../codec/payload";
import { FRAME } from "../sound";
import { copy } from "../copy";
import { STATE_BYTES } from "../codec/gsm/state";
import { decodeG711 } from "../codec/g711";
import { readDvi4Header } from "../codec/dvi4";
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
  readDvi4Header(adpcmOf(decoder), payload);
  decoder.payload = payload;
  decoder.next = 0;
}

function runDvi4(decoder: Decoder, samples: i32, sound: usize): void {
  const codes = decoder.payload + <usize>bytesFor(DVI4, decoder.next);
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
    runDvi4(decoder, min(from - decoder.next, FRAME), PASSED);
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
  if (codec == DVI4) {
    decodeDvi4(decoder, payload, from, samples, sound);
  } else {
    const place = payload + <usize>bytesFor(codec, from);
    const frames = samples / GSM_SAMPLES;
    if (codec == GSM) gsmDecode(gsmOf(decoder), place, frames, sound);
    else if (codec == LINEAR) copy(sound, place, (<usize>samples) << 1);
    else decodeG711(codec, place, sound, samples);
  }
}

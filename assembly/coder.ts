/** What a port codes with: sound, piece by piece, into the payload under way. */
import { Adpcm, HIGH_FIRST, encodeAdpcm, resetAdpcm } from "./codec/adpcm";
import { DVI4, GSM, GSM_SAMPLES, OPUS, bytesFor } from "./codec/payload";
import { STATE_BYTES } from "./codec/gsm/state";
import { copy } from "./copy";
import { dvi4Encode } from "./codec/dvi4";
import { encodeG711 } from "./codec/g711";
import { gsmEncode, gsmReset } from "./codec/gsm/gsm";

export class Coder {}

const GSM_AT: usize = 16;
export const CODER_BYTES: usize = GSM_AT + STATE_BYTES;

function adpcmOf(coder: Coder): Adpcm {
  return changetype<Adpcm>(coder);
}

function gsmOf(coder: Coder): usize {
  return changetype<usize>(coder) + GSM_AT;
}

export function resetCoder(coder: Coder): void {
  resetAdpcm(adpcmOf(coder));
  gsmReset(gsmOf(coder));
}

function codeDvi4(
  adpcm: Adpcm,
  sound: usize,
  payload: usize,
  before: i32,
  samples: i32,
): void {
  const codes = payload + <usize>bytesFor(DVI4, before);
  if (before) encodeAdpcm(adpcm, sound, codes, samples, HIGH_FIRST);
  else dvi4Encode(adpcm, sound, payload, samples);
}

/** Codes `samples`, whole frames, behind `before` that are in the payload. */
export function code(
  coder: Coder,
  codec: i32,
  sound: usize,
  payload: usize,
  before: i32,
  samples: i32,
): void {
  if (codec == DVI4) {
    codeDvi4(adpcmOf(coder), sound, payload, before, samples);
  } else {
    const place = payload + <usize>bytesFor(codec, before);
    if (codec == GSM)
      gsmEncode(gsmOf(coder), sound, samples / GSM_SAMPLES, place);
    else if (codec == OPUS) copy(place, sound, (<usize>samples) << 1);
    else encodeG711(codec, sound, place, samples);
  }
}

import { type Milliseconds, milliseconds } from "../base/units.ts";
import { type MediaDescription, valueOf } from "./description.ts";
import { decimal } from "../base/text.ts";
import type { AudioCodec } from "./stream.ts";

const LONGEST = 60;
const MOST = 1000;
/** RFC 3551 table 4: what a packet holds is a multiple of this. */
const STEPS: Readonly<Record<AudioCodec, number>> = {
  pcmu: 10,
  pcma: 10,
  dvi4: 10,
  gsm: 20,
};

/**
 * How much sound the peer wants in a packet: its ptime, no more than its
 * maxptime, in steps that we can make.
 */
export function ptimeOf(
  { attributes }: MediaDescription,
  codec: AudioCodec,
  otherwise: Milliseconds,
): Milliseconds {
  const wanted = decimal(valueOf(attributes, "ptime") ?? "", MOST);
  const most = decimal(valueOf(attributes, "maxptime") ?? "", MOST) || LONGEST;
  const ptime = Math.min(wanted || otherwise, most, LONGEST);
  const step = STEPS[codec];
  return milliseconds(Math.max(step, Math.floor(ptime / step) * step));
}

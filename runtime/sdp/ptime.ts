import { type Milliseconds, milliseconds } from "../base/units.ts";
import { type MediaDescription, valueOf } from "./description.ts";
import { decimal } from "../base/text.ts";
import type { AudioCodec } from "./stream.ts";

const LONGEST = 60;
const MOST = 1000;
const TENS = [10, 20, 30, 40, 50, 60];
/** What a packet may hold: multiples of 10 ms, or of a frame (RFC 3551 table 4). */
const LENGTHS: Readonly<Record<AudioCodec, readonly number[]>> = {
  pcmu: TENS,
  pcma: TENS,
  dvi4: TENS,
  gsm: [20, 40, 60],
  // RFC 6716 §2.1.4: one frame
  opus: [10, 20, 40, 60],
};

/**
 * How much sound the peer wants in a packet: its ptime, no more than its
 * maxptime, in lengths that we can make.
 */
export function ptimeOf(
  { attributes }: MediaDescription,
  codec: AudioCodec,
  otherwise: Milliseconds,
): Milliseconds {
  const wanted = decimal(valueOf(attributes, "ptime") ?? "", MOST);
  const most = decimal(valueOf(attributes, "maxptime") ?? "", MOST) || LONGEST;
  const ptime = Math.min(wanted || otherwise, most, LONGEST);
  const lengths = LENGTHS[codec];
  const fitting = lengths.filter((length) => length <= ptime);
  return milliseconds(fitting.at(-1) ?? lengths[0]);
}

import { type Milliseconds, milliseconds } from "../base/units.ts";
import { type MediaDescription, valueOf } from "./description.ts";
import { decimal } from "../base/text.ts";

const SHORTEST = 10;
const LONGEST = 60;
const STEP = 10;
const MOST = 1000;

/**
 * How much sound the peer wants in a packet: its ptime, no more than its
 * maxptime, in steps that we can make.
 */
export function ptimeOf(
  { attributes }: MediaDescription,
  otherwise: Milliseconds,
): Milliseconds {
  const wanted = decimal(valueOf(attributes, "ptime") ?? "", MOST);
  const most = decimal(valueOf(attributes, "maxptime") ?? "", MOST) || LONGEST;
  const ptime = Math.min(wanted || otherwise, most, LONGEST);
  return milliseconds(Math.max(SHORTEST, Math.floor(ptime / STEP) * STEP));
}

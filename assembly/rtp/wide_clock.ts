/**
 * Timestamps of 48 kHz (RFC 7587 §4.1) as those of 8 kHz. They run over at
 * different times, so it is the steps between them that are turned.
 */
import { WIDE_RATE } from "../codec/opus_packet";

export class Wide {
  /** The same instant by both clocks. */
  wide: u32;
  narrow: u32;
}

export const WIDE_BYTES: usize = 16;

/** The timestamp at 8 kHz of one at 48 kHz; what is between two is the earlier. */
export function narrow(clocks: Wide, timestamp: u32): u32 {
  const step = <i32>(timestamp - clocks.wide);
  const rest = step % WIDE_RATE;
  const whole = step - (rest < 0 ? rest + WIDE_RATE : rest);
  clocks.wide += whole;
  clocks.narrow += whole / WIDE_RATE;
  return clocks.narrow;
}

/**
 * A look ahead. Between two ticks of a port other work has had the cache, and a
 * port reads from a dozen places, one after the other. WebAssembly has no
 * prefetch; but loads that nothing waits for are fetched all together, while
 * the port before is still at work.
 */
import { FIELDS_BYTES, Port, detectorOf, jitterOf, playerOf } from "./port";
import { endOf } from "./rtp/tape";
import { FRAME_BYTES } from "./sound";
import { nextBlock } from "./tone/detector";
import { nextPayload, tapeOf } from "./rtp/jitter";
import { oldest } from "./ring";

const LINE: usize = 64;
/** A frame of G.711, and what other codecs have of it. */
const CODES_BYTES: usize = 160;

/** What was looked at goes here, so that no compiler leaves the look out. */
const SEEN = memory.data(4, 4);

/** Looks at every line of the cache from `at` on. */
function look(at: usize, bytes: usize): void {
  let seen = <u32>load<u8>(at + bytes - 1);
  for (const end = at + bytes; at < end; at += LINE) seen += load<u8>(at);
  store<u32>(SEEN, seen);
}

/** Looks at the fields of a port that is to come. */
export function lookAtFields(port: Port): void {
  look(changetype<usize>(port), FIELDS_BYTES);
}

/** Looks at the sound of a port whose fields were looked at. */
export function lookAtSound(port: Port): void {
  const jitter = jitterOf(port);
  look(nextPayload(jitter), CODES_BYTES);
  look(endOf(tapeOf(jitter)), FRAME_BYTES);
  look(nextBlock(detectorOf(port)), FRAME_BYTES);
  look(oldest(playerOf(port)), FRAME_BYTES);
}

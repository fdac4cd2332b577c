/** Where voices meet: each listener gets the sum of all talkers but itself. */
import { MOST_PLAIN } from "./plain_sum";
import { mixPlain } from "./plain_mix";
import { Party, advanceGains } from "./party";
import { Tables, gather } from "./tables";
import { FRAME } from "../sound";
import { mixWeighed } from "./weighed_mix";

function advance(first: usize, samples: i32): void {
  for (let at = first; at != 0; at = changetype<Party>(at).next) {
    advanceGains(changetype<Party>(at), samples);
  }
}

/**
 * Mixes so many samples of the parties from `first` on, listed anew unless the
 * tables are ready. What is behind the samples up to the end of their frame is
 * written to as well.
 */
export function mix(tables: Tables, first: usize, samples: i32): void {
  for (let done = 0; done < samples; done += FRAME) {
    const from = (<usize>done) << 1;
    if (!tables.ready) gather(tables, first, MOST_PLAIN);
    if (tables.ready) {
      return mixPlain(tables, from, ((<usize>samples) << 1) - from);
    }
    mixWeighed(first, from);
    advance(first, min(FRAME, samples - done));
  }
}

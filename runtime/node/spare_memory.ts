import type { Cancel, Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";

/** How memory is given back. */
export interface Memory {
  /** Of what is garbage already, as much as costs next to nothing. */
  free(): void;
  /** Makes garbage of all that is not used, which takes its time. */
  collect(): void;
}

/** What a node has to remember. */
export interface Remembered {
  calls(): number;
  transactions(): number;
}

/** How often is looked. */
const LOOK = milliseconds(5000);
/** An ACK and then a BYE in vain, 32 s each: then none is of a call any more. */
const LOOKS_UNTIL_REST = 14;

/**
 * Frees memory a while after the number of calls has changed. Once nothing is
 * left of the last call garbage is collected, and freed at the next look: other
 * threads take their time too. The returned function ends all that.
 */
export function freeSpareMemory(
  clock: Clock,
  { calls, transactions }: Remembered,
  memory: Memory,
): Cancel {
  let seen = calls();
  let looks = 0;
  let due: "collect" | "free" | null = null;
  const hasRest = () => transactions() === 0 || ++looks === LOOKS_UNTIL_REST;
  const look = () => {
    cancel = clock.after(LOOK, look);
    const now = calls();
    if (now !== seen) {
      [seen, looks, due] = [now, 0, "collect"];
      memory.free();
    } else if (due === "free") {
      due = null;
      memory.free();
    } else if (due === "collect" && now === 0 && hasRest()) {
      due = "free";
      memory.collect();
    }
  };
  let cancel = clock.after(LOOK, look);
  return () => cancel();
}

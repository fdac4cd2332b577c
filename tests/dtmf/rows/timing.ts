import type { Chance } from "../../../runtime/base/chance.ts";
import { PAD } from "../../core/support/sounds.ts";
import { between, oneOf } from "../draw.ts";
import type { Row } from "../row.ts";
import { dialled } from "./dialled.ts";

const Q24 = "Q.24 table A-1";
const ETSI = "ES 201 235-3 §4.2.2";

/** One key eight times over. */
function oneKey(chance: Chance): string {
  return PAD[chance.integer(PAD.length)].repeat(8);
}

/** A tone so short that it is none: 20 ms to ETSI, 23 ms to AT&T in Q.24. */
function tooShort(ms: number): Row {
  const how = { on: ms, off: between(30, 100), level: between(-20, -6) };
  const clause = ms > 20 ? Q24 : ETSI;
  return dialled(`tones of ${ms} ms`, clause, "nothing", how);
}

/** How long keys and pauses are. */
export const TIMING: readonly Row[] = [
  dialled("40 ms tones, 40 ms pauses", ETSI, "keys", { on: 40, off: 40 }),
  dialled("40 ms tones, 30 ms pauses", Q24, "keys", { on: 40, off: 30 }),
  dialled("40 … 60 ms tones, 30 … 60 ms pauses", Q24, "keys", {
    on: between(40, 60),
    off: between(30, 60),
  }),
  dialled("40 … 500 ms tones, 30 … 300 ms pauses", Q24, "keys", {
    on: between(40, 500),
    off: between(30, 300),
  }),
  dialled("50/50, 65/35, 70/70, 100/100 ms", Q24, "keys", {
    on: oneOf(50, 65, 70, 100),
    off: oneOf(35, 50, 70, 100),
  }),
  {
    ...dialled("tones of 1 … 3 s", "a key is told once", "keys", {
      on: between(1000, 3000),
      off: between(30, 300),
    }),
    cases: 2,
  },
  dialled("one key again and again, 40/30 ms", Q24, "keys", {
    keys: oneKey,
    on: 40,
    off: 30,
  }),
  dialled("one key again and again, 40 … 120 / 30 … 60 ms", Q24, "keys", {
    keys: oneKey,
    on: between(40, 120),
    off: between(30, 60),
  }),
  dialled("ramps of 5 ms before and behind 40 ms", "ES 201 235-2", "keys", {
    on: 40,
    off: 50,
    edge: 5,
  }),
  dialled("an interruption of 10 ms", Q24, "keys", {
    on: between(60, 200),
    off: between(30, 100),
    interruption: 10,
  }),
  dialled("an interruption of 1 … 9 ms", Q24, "keys", {
    on: between(60, 200),
    off: between(30, 100),
    interruption: between(1, 9),
  }),
  ...[10, 20, 22, 23].map(tooShort),
  dialled("one key again and again, 23/30 ms", Q24, "nothing", {
    keys: oneKey,
    on: 23,
    off: 30,
  }),
];

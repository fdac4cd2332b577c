import type { Dialling } from "../dial.ts";
import { between, either } from "../draw.ts";
import type { Row } from "../row.ts";
import { dialled } from "./dialled.ts";

const Q24 = "Q.24 table A-1 (AT&T)";
const NTT = "Q.24 table A-1 (NTT)";
const HELD = { on: between(50, 200), off: between(40, 100) };

/** Either of the two tones so far off, up or down; the other one is right. */
function oneOff(percent: number): Row {
  const sides: Dialling[] = [
    { ...HELD, lowOff: either(percent) },
    { ...HELD, highOff: either(percent) },
  ];
  return dialled(
    `one tone ${percent} % off`,
    Q24,
    "nothing",
    (chance) => sides[chance.integer(2)],
  );
}

function bothOff(percent: number): Row {
  const off = { lowOff: either(percent), highOff: either(percent) };
  return dialled(`both tones ${percent} % off`, Q24, "nothing", {
    ...HELD,
    ...off,
  });
}

/** How far tones are off pitch; signs in all combinations. */
export const PITCH: readonly Row[] = [
  dialled("both tones 1.5 % off, 40/40 ms", Q24, "keys", {
    on: 40,
    off: 40,
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  dialled("both tones 1.5 % off, 40 … 200 ms", Q24, "keys", {
    on: between(40, 200),
    off: between(30, 100),
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  // NTT has them heard; by AT&T, whose limits the other rows are, 1.5 % is heard
  // and 3.5 % is not: between the two either is right.
  dialled("both tones 1.8 % off, 40 … 200 ms", NTT, "either", {
    on: between(40, 200),
    off: between(30, 100),
    lowOff: either(1.8),
    highOff: either(1.8),
  }),
  dialled("tones up to 1.5 % off", Q24, "keys", {
    on: between(40, 100),
    off: between(30, 60),
    lowOff: between(-1.5, 1.5),
    highOff: between(-1.5, 1.5),
  }),
  ...[3.5, 4, 5].map(oneOff),
  ...[3.5, 4, 5].map(bothOff),
  dialled("both tones 3.5 % off, noise 20 dB below", Q24, "nothing", {
    ...HELD,
    lowOff: either(3.5),
    highOff: either(3.5),
    snr: 20,
  }),
];

import type { Chance } from "../../../runtime/base/chance.ts";
import { dial, type Dialling } from "../dial.ts";
import { between, either } from "../draw.ts";
import type { Row, Want } from "../row.ts";

const Q24 = "Q.24 table A-1 (AT&T)";
const SHORT = { on: 40, off: 40 };

function row(name: string, want: Want, how: Dialling): Row {
  const make: Row["make"] = (chance) => dial(how, chance);
  return { name, clause: Q24, want, cases: 16, make };
}

/** Both tones anywhere within 0 … −25 dBm0 and the twist that is allowed. */
function anyLevels(chance: Chance): Dialling {
  const level = between(-25, 0)(chance);
  const [least, most] = [Math.max(-8, -25 - level), Math.min(4, -level)];
  return { ...SHORT, level, twist: between(least, most) };
}

/** How loud keys are, and one tone against the other. */
export const LEVEL: readonly Row[] = [
  row("twist: the high tone 8 dB weaker", "keys", {
    ...SHORT,
    level: between(-17, 0),
    twist: -8,
  }),
  row("reverse twist: the high tone 4 dB stronger", "keys", {
    ...SHORT,
    level: between(-25, -4),
    twist: 4,
  }),
  {
    ...row("twist of −8 … +4 dB at 0 … −25 dBm0", "keys", SHORT),
    make: (chance) => dial(anyLevels(chance), chance),
  },
  row("both tones at 0 dBm0, clipped", "keys", {
    ...SHORT,
    level: 0,
    twist: 0,
  }),
  row("both tones at −25 dBm0", "keys", { ...SHORT, level: -25, twist: 0 }),
  row("8 dB of twist, 1.5 % off", "keys", {
    ...SHORT,
    level: between(-17, 0),
    twist: -8,
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  row("4 dB of reverse twist, 1.5 % off", "keys", {
    ...SHORT,
    level: between(-25, -4),
    twist: 4,
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  row("both tones at −55 dBm0", "nothing", {
    on: between(50, 200),
    off: 60,
    level: -55,
    twist: 0,
  }),
];

import type { Chance } from "../../../runtime/base/chance.ts";
import type { Dialling } from "../dial.ts";
import { between, either } from "../draw.ts";
import type { Row } from "../row.ts";
import { dialled } from "./dialled.ts";

const Q24 = "Q.24 table A-1 (AT&T)";
const SHORT = { on: 40, off: 40 };

/** Both tones anywhere within 0 … −25 dBm0 and the twist that is allowed. */
function anyLevels(chance: Chance): Dialling {
  const level = between(-25, 0)(chance);
  const [least, most] = [Math.max(-8, -25 - level), Math.min(4, -level)];
  return { ...SHORT, level, twist: between(least, most) };
}

/** How loud keys are, and one tone against the other. */
export const LEVEL: readonly Row[] = [
  dialled("twist: the high tone 8 dB weaker", Q24, "keys", {
    ...SHORT,
    level: between(-17, 0),
    twist: -8,
  }),
  dialled("reverse twist: the high tone 4 dB stronger", Q24, "keys", {
    ...SHORT,
    level: between(-25, -4),
    twist: 4,
  }),
  dialled("twist of −8 … +4 dB at 0 … −25 dBm0", Q24, "keys", anyLevels),
  dialled("both tones at 0 dBm0, clipped", Q24, "keys", {
    ...SHORT,
    level: 0,
    twist: 0,
  }),
  dialled("both tones at −25 dBm0", Q24, "keys", {
    ...SHORT,
    level: -25,
    twist: 0,
  }),
  dialled("8 dB of twist, 1.5 % off", Q24, "keys", {
    ...SHORT,
    level: between(-17, 0),
    twist: -8,
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  dialled("4 dB of reverse twist, 1.5 % off", Q24, "keys", {
    ...SHORT,
    level: between(-25, -4),
    twist: 4,
    lowOff: either(1.5),
    highOff: either(1.5),
  }),
  dialled("both tones at −55 dBm0", Q24, "nothing", {
    on: between(50, 200),
    off: 60,
    level: -55,
    twist: 0,
  }),
];

import { dial } from "../dial.ts";
import { between } from "../draw.ts";
import type { Channel, Row } from "../row.ts";

/** Each has keys at one place in the codec's frames: many are all places. */
const CASES = 96;

function after(
  channel: Channel,
  name: string,
  on: number,
  off: number,
  atLeast = 100,
): Row {
  const level = between(-16, -4);
  return {
    name: `after ${name}, ${on}/${off} ms`,
    clause: channel === "gsm" ? "GSM 06.10" : "IMA ADPCM",
    want: "keys",
    atLeast,
    channel,
    cases: CASES,
    make: (chance) => dial({ on, off, level: level(chance) }, chance),
  };
}

/** Keys that a speech codec has had, which sox applies. */
export const CODED: readonly Row[] = [
  after("ima-adpcm", "IMA ADPCM", 40, 40),
  after("ima-adpcm", "IMA ADPCM", 50, 50),
  after("gsm", "GSM full rate", 50, 50, 97),
  after("gsm", "GSM full rate", 100, 100),
];

import { alawCode, alawOf, mulawCode, mulawOf } from "../core/support/g191.ts";
import type { Tape } from "./row.ts";
import { chanceFor } from "./seed.ts";
import { FRAME } from "./sound.ts";

/** Per cent of packets that do not come. */
const LOST = 5;
/** Packets that go missing together: each by itself, or two in a row. */
const TOGETHER = { loss: 1, "burst loss": 2 };

/** Says of each packet whether it is lost. */
function withLoss(tape: Tape, together: number, seed: number): Tape {
  const chance = chanceFor(`${tape.row.name}, lost`, seed);
  const frames = tape.sound.length / FRAME;
  const lost = Array.from({ length: frames }, () => false);
  for (let at = 0; at < lost.length; at++) {
    const starts = chance.integer(100 * together) < LOST;
    if (starts) lost.fill(true, at, at + together);
  }
  return { ...tape, lost };
}

/** The tape as its row's G.711 or its packets leave it; the rest needs sox. */
export function throughLine(tape: Tape, seed: number): Tape {
  const { row: { channel }, sound } = tape;
  switch (channel) {
    case "pcma":
      return { ...tape, sound: sound.map((x) => alawOf(alawCode(x))) };
    case "pcmu":
      return { ...tape, sound: sound.map((x) => mulawOf(mulawCode(x))) };
    case "loss":
    case "burst loss":
      return withLoss(tape, TOGETHER[channel], seed);
    default:
      return tape;
  }
}

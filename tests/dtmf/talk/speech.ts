import type { Chance } from "../../../runtime/base/chance.ts";
import { said } from "../../support/spoken.ts";
import { RATE } from "../sound.ts";
import { type Utterance, utterances } from "./utterance.ts";

/** A stretch of speech, and who says it. */
export interface Speech {
  readonly who: string;
  readonly sound: Int16Array<ArrayBuffer>;
}

const AT_ONCE = 2;

async function say(what: Utterance): Promise<Speech> {
  const { voice, pitch, speed, text } = what;
  const args = ["-v", voice, "-p", `${pitch}`, "-s", `${speed}`];
  const sound = await said(args, text);
  return { who: `${voice} ${pitch} ${speed}`, sound };
}

/** At least so much speech in many voices and languages, as loud as it comes. */
export async function speech(
  minutes: number,
  chance: Chance,
): Promise<Speech[]> {
  const pieces: Speech[] = [];
  let left = minutes * 60 * RATE;
  while (left > 0) {
    const batch = utterances(28, chance);
    while (batch.length > 0 && left > 0) {
      const some = await Promise.all(batch.splice(0, AT_ONCE).map(say));
      pieces.push(...some);
      left -= some.reduce((sum, { sound }) => sum + sound.length, 0);
    }
  }
  return pieces;
}

import type { Chance } from "../../../runtime/base/chance.ts";
import { pipe } from "../../support/pipe.ts";
import { raw } from "../../support/raw.ts";
import { soundOf } from "../../support/sound_bytes.ts";
import { RATE } from "../sound.ts";
import { type Utterance, utterances } from "./utterance.ts";

/** A stretch of speech, and who says it. */
export interface Speech {
  readonly who: string;
  readonly sound: Int16Array<ArrayBuffer>;
}

/** Bytes before the samples of espeak-ng's WAV, whose sizes are not filled in. */
const WAV_HEADER = 44;
const ESPEAK_RATE = 22050;
const AT_ONCE = 2;

async function say(what: Utterance): Promise<Speech> {
  const { voice, pitch, speed, text } = what;
  const args = ["-v", voice, "-p", `${pitch}`, "-s", `${speed}`, "--stdout"];
  const bytes = new TextEncoder().encode(text);
  const wav = await pipe("espeak-ng", args, bytes);
  const resample = ["-D", ...raw(ESPEAK_RATE), "-", ...raw(RATE), "-"];
  const samples = await pipe("sox", resample, wav.subarray(WAV_HEADER));
  return { who: `${voice} ${pitch} ${speed}`, sound: soundOf(samples) };
}

/** At least so much speech in many voices and languages, as loud as it comes. */
export async function speech(
  minutes: number,
  chance: Chance,
): Promise<Speech[]> {
  const said: Speech[] = [];
  let left = minutes * 60 * RATE;
  while (left > 0) {
    const batch = utterances(28, chance);
    while (batch.length > 0 && left > 0) {
      const some = await Promise.all(batch.splice(0, AT_ONCE).map(say));
      said.push(...some);
      left -= some.reduce((sum, { sound }) => sum + sound.length, 0);
    }
  }
  return said;
}

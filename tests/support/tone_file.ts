import { run } from "./program.ts";
import { loudnessOf } from "./room/tones.ts";

const SECOND = 8000;
/** A tone of −12 dB, 8230 at its peak. */
const SAID = { seconds: 60, gain: -12 };
/** 12 dB below it: GSM takes less of a tone, twice. */
const HEARD = 2000;
/** What GSM makes of another tone is less. */
const UNHEARD = 500;

/** Writes a minute of a tone, 8 kHz mono, for a telephone to say. */
export async function toneFile(path: string, hertz: number): Promise<string> {
  const form = ["-r", SECOND, "-b", 16, "-c", 1];
  const tone = ["synth", SAID.seconds, "sine", hertz, "gain", SAID.gain];
  await run("sox", ["-n", ...form, path, ...tone]);
  return path;
}

/** Seconds of a sound in which of `all` tones exactly these are heard. */
export function secondsOf(
  sound: Int16Array,
  hertz: readonly number[],
  all: readonly number[],
): number {
  let seconds = 0;
  for (let at = 0; at + SECOND <= sound.length; at += SECOND) {
    const window = sound.subarray(at, at + SECOND);
    const fits = all.every((one) => {
      const loudness = loudnessOf(one, window);
      return hertz.includes(one) ? loudness > HEARD : loudness < UNHEARD;
    });
    if (fits) seconds++;
  }
  return seconds;
}

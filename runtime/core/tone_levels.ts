import { levelOf } from "./level.ts";
import type { Workbench } from "./workbench.ts";

/** As many as `assembly/tone/levels.ts` can sum up without running over. */
const LONGEST = 65_536;
const TONES = 8;

/**
 * The levels of the eight DTMF frequencies in sound, low to high, in dBm0.
 *
 * @throws {RangeError} when the sound is longer than 65,536 samples
 */
export function toneLevels(
  bench: Workbench,
  sound: Int16Array,
): Float32Array<ArrayBuffer> {
  if (sound.length > LONGEST) {
    throw new RangeError(`${sound.length} samples are more than ${LONGEST}`);
  }
  const bytes = 4 * TONES + 2 * sound.length;
  const at = bench.take(bytes);
  bench.samples.set(sound, (at + 4 * TONES) / 2);
  bench.core.toneLevels(at + 4 * TONES, sound.length, at);
  const peaks = new Float32Array(bench.core.memory.buffer, at, TONES);
  const levels = Float32Array.from(peaks, levelOf);
  bench.giveBack(at, bytes);
  return levels;
}

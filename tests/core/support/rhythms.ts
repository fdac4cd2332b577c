import { SeededChance } from "../../../runtime/base/chance.ts";

/**
 * From rail to rail, every 100 ms in another rhythm: many lags of GSM's search
 * are nearly as good as the best.
 */
export function rhythms(seed: number, samples: number): Int16Array {
  const chance = new SeededChance(seed);
  let period = 2;
  return Int16Array.from({ length: samples }, (_, n) => {
    if (n % 800 === 0) period = 2 + chance.integer(200);
    return n % period < period / 2 ? 32767 : -32768;
  });
}

/** Seeds by which libgsm's sums find other lags than whole numbers do. */
export const ROUNDED = [36, 43, 75];

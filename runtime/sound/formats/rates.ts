import { BrokenSound } from "./track.ts";

/** Rates that are resampled; others are a broken header. */
const RATES = { lowest: 4000, highest: 192_000 } as const;

/** @throws {BrokenSound} for a rate that no sound has */
export function checkRate(rate: number): void {
  if (rate >= RATES.lowest && rate <= RATES.highest) return;
  throw new BrokenSound(
    `a rate of ${rate} Hz; ${RATES.lowest} to ${RATES.highest} Hz are allowed`,
  );
}

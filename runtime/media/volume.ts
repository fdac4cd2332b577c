/** The loudest volume, percent: what a mix can do (`core/gain.ts`). */
export const LOUDEST = 1599;

/** The gain of a volume in percent; 0 stands for one that changes nothing. */
export function gainOf(volume: number): number {
  return volume === 0 ? 1 : volume / 100;
}

import { type Chance, SeededChance } from "../../runtime/base/chance.ts";

/** A chance of its own for each row: one does not change another's cases. */
export function chanceFor(name: string, seed: number): Chance {
  let mixed = Math.imul(seed, 0x9e3779b1);
  for (const letter of name) {
    mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  return new SeededChance(mixed >>> 0);
}

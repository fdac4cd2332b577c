/**
 * Rows that the detector does not meet yet, by name: each is asserted to still
 * fail, so that none stays here for longer than it does.
 */
export const KNOWN_TO_FAIL: ReadonlySet<string> = new Set([
  "both tones 1.8 % off, 40 … 200 ms",
]);

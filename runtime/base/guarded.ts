/**
 * Calls whoever waits for something, in a loop that has to go on. A mistake
 * there is ours, not of the network or the clock: everybody sees it, and those
 * behind have their turn.
 */
export function guarded<Given extends unknown[]>(
  work: (...given: Given) => void,
  ...given: Given
): void {
  try {
    work(...given);
  } catch (mistake) {
    reportError(mistake);
  }
}

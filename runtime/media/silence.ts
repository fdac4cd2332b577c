/**
 * Notices that a peer has fallen silent: that nothing of it has come for so
 * many beats in a row, while something was to come.
 */
export class Silence {
  #most = 0;
  #beats = 0;
  #expected = false;

  /** From now on so many beats without the peer are too many; 0: none are. */
  guard(most: number): void {
    this.#most = most;
    this.#beats = 0;
  }

  /** Whether the peer is to send (RFC 3264 §5.1): not while it is on hold. */
  expect(expected: boolean): void {
    this.#expected = expected;
    this.#beats = 0;
  }

  /** Something came, which makes the next silence a new one. */
  broken(): void {
    this.#beats = 0;
  }

  /** A beat has passed; true where it was one too many, once a silence. */
  beat(): boolean {
    return this.#expected && ++this.#beats === this.#most;
  }
}

/**
 * Notices that a peer has fallen silent: that nothing of it has come for so
 * many looks in a row, while something was to come.
 */
export class Silence {
  #most = 0;
  #looks = 0;
  #expected = false;

  /** From now on so many looks without the peer are too many; 0: none are. */
  guard(most: number): void {
    this.#most = most;
    this.#looks = 0;
  }

  /** Whether the peer is to send (RFC 3264 §5.1): not while it is on hold. */
  expect(expected: boolean): void {
    this.#expected = expected;
    this.#looks = 0;
  }

  /** Something came, which makes the next silence a new one. */
  broken(): void {
    this.#looks = 0;
  }

  /** A look in vain; true where it was one too many, once a silence. */
  inVain(): boolean {
    return this.#expected && ++this.#looks === this.#most;
  }
}

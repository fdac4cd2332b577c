/**
 * Notices that a peer has fallen silent: that nothing of it has come for so
 * many looks in a row, while something was to come.
 */
export class Silence {
  #most = 0;
  #looks = 0;
  #expected = false;

  /** So many looks without the peer are too many; 0: none are. */
  guard(most: number): void {
    this.#most = most;
  }

  /** Whether the peer is to send (RFC 3264 §5.1): not while it is on hold. */
  expect(expected: boolean): void {
    this.#expected = expected;
  }

  /** True where it is a look in vain too many, once a silence. */
  look(heard: boolean): boolean {
    if (heard) this.#looks = 0;
    else if (this.#expected) return ++this.#looks === this.#most;
    return false;
  }
}

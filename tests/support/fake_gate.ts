/** A door that work of another thread waits at while it is shut. */
export class FakeGate {
  #waiting: (() => void)[] = [];
  #shut = false;

  get waiting(): number {
    return this.#waiting.length;
  }

  shut(): void {
    this.#shut = true;
  }

  /** Lets everybody through, from now on. */
  open(): void {
    this.#shut = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  pass(): Promise<void> {
    if (!this.#shut) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

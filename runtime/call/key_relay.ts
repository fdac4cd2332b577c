import type { MediaPort, Stop } from "../media/media.ts";
import type { KeyOrigin } from "./action.ts";

/** More keys than anybody presses while one is being said. */
const MOST_WAITING = 32;

/**
 * Passes the keys of one party on to another, one after the other. A key that
 * was heard as a tone is in the sound that the other one hears already.
 */
export class KeyRelay {
  readonly #to: MediaPort;
  #waiting = "";
  #stop: Stop | null = null;

  constructor(to: MediaPort) {
    this.#to = to;
  }

  pass(key: string, origin: KeyOrigin): void {
    if (origin === "tone" || this.#waiting.length === MOST_WAITING) return;
    this.#waiting += key;
    if (!this.#stop) this.#send();
  }

  /** What waits is forgotten. */
  close(): void {
    this.#waiting = "";
    this.#stop?.();
    this.#stop = null;
  }

  #send(): void {
    const keys = this.#waiting;
    this.#waiting = "";
    this.#stop = this.#to.sendKeys(keys, () => {
      this.#stop = null;
      if (this.#waiting !== "") this.#send();
    });
  }
}

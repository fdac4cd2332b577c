/** Bytes that may wait for a connection to be ready; more is no use to SIP. */
const MOST = 1_048_576;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly lost: () => void;
}

/** What is to be sent as soon as a connection can. */
export class WaitingSends {
  #waiting: Waiting[] = [];
  #bytes = 0;

  /** Whether so much waits that the connection had better end. */
  get isTooMuch(): boolean {
    return this.#bytes > MOST;
  }

  push(bytes: Uint8Array, lost: () => void): void {
    this.#waiting.push({ bytes, lost });
    this.#bytes += bytes.length;
  }

  /** Sends all of it, in its order. */
  sendBy(send: (bytes: Uint8Array, lost: () => void) => void): void {
    for (const { bytes, lost } of this.#take()) send(bytes, lost);
  }

  /** It never left; whoever sent it is told after this has returned. */
  lose(): void {
    for (const { lost } of this.#take()) queueMicrotask(lost);
  }

  #take(): Waiting[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    return waiting;
  }
}

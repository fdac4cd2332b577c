/**
 * Failed attempts to sleep after which a message counts as lost on its way: each
 * is a turn of the event loop, and a message takes one or two.
 */
const PATIENCE = 1000;

/**
 * A bell at a thread that sleeps without its event loop. Whoever posts it a
 * message rings, and it sleeps only while it has read all that was posted.
 */
export class Doorbell {
  /** To hand to another thread. */
  readonly shared: SharedArrayBuffer;
  /** How many messages were posted, by all threads. */
  readonly #posted: Int32Array;
  #read = 0;
  #refused = 0;

  constructor(shared = new SharedArrayBuffer(4)) {
    this.shared = shared;
    this.#posted = new Int32Array(shared);
  }

  /** After a message was posted that somebody waits for. */
  ring(): void {
    this.leave();
    Atomics.notify(this.#posted, 0);
  }

  /** After a message was posted that is in time when the thread wakes anyway. */
  leave(): void {
    Atomics.add(this.#posted, 0, 1);
  }

  /** The thread has got a message for which somebody rings. */
  answer(): void {
    this.#read = this.#read + 1 | 0;
  }

  /**
   * Sleeps for so many ms and is true; false, at once, as soon as somebody rings
   * or at the end, when there is a message that the event loop has to bring. One may be
   * read before its ring: then nothing is waited for, least of all that ring,
   * whose thread may wait for this one's to sleep.
   */
  sleep(span: number): boolean {
    const posted = Atomics.load(this.#posted, 0);
    if ((posted - this.#read | 0) > 0) return this.#refuse(posted);
    this.#refused = 0;
    return Atomics.wait(this.#posted, 0, posted, span) === "timed-out" &&
      Atomics.load(this.#posted, 0) === posted;
  }

  #refuse(posted: number): false {
    if (++this.#refused > PATIENCE) this.#read = posted;
    return false;
  }
}

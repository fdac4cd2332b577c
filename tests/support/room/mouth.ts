import type { Core } from "../../../runtime/core/mod.ts";
import { telephoneEvent } from "../../core/support/rtp.ts";

const FRAME = 160;
/** How long a key is pressed, the pause behind it, and the ends that tell it. */
const PRESSED = 5;
const PAUSE = 4;
const ENDS = 3;
const SILENCE = new Int16Array(FRAME);

/** What goes into one packet: sound, or a key that began some frames ago. */
export type Utterance =
  | { readonly sound: Int16Array }
  | { readonly event: Uint8Array; readonly frame: number };

/** What a telephone says: its tone all the time, keys in its place. */
export class Mouth {
  readonly #tone: Int16Array;
  readonly #queue: { said: Utterance; done: (() => void) | null }[] = [];
  #at = 0;
  /** Whether it keeps silent when it presses no keys. */
  isShut = false;

  /** @param tone what it says, over and over */
  constructor(tone: Int16Array) {
    this.#tone = tone;
  }

  /** Presses keys by RFC 4733; `done` with the last pause. */
  pressAsEvents(keys: string, done: () => void): void {
    for (const key of keys) {
      for (let n = 0; n < PRESSED; n++) {
        this.#say({ event: telephoneEvent(key, (n + 1) * FRAME), frame: n });
      }
      const end = telephoneEvent(key, PRESSED * FRAME, true);
      for (let n = 0; n < ENDS; n++) {
        this.#say({ event: end, frame: PRESSED + n });
      }
      for (let n = 0; n < PAUSE; n++) this.#say({ sound: SILENCE });
    }
    this.#say({ sound: SILENCE }, done);
  }

  /** Presses keys as tones. */
  pressAsTones(keys: string, core: Core, done: () => void): void {
    const sound = core.dtmfTones(keys);
    for (let at = 0; at < sound.length; at += FRAME) {
      this.#say({ sound: sound.slice(at, at + FRAME) });
    }
    this.#say({ sound: SILENCE }, done);
  }

  /** What the next packet holds. */
  next(): Utterance {
    const first = this.#queue.shift();
    first?.done?.();
    const at = this.#at;
    this.#at = (at + FRAME) % this.#tone.length;
    if (first) return first.said;
    const sound = this.isShut ? SILENCE : this.#tone.slice(at, at + FRAME);
    return { sound };
  }

  #say(said: Utterance, done: (() => void) | null = null): void {
    this.#queue.push({ said, done });
  }
}

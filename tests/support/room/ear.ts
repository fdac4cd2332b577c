import { soon } from "../soon.ts";
import { type Chorus, loudnessOf } from "./tones.ts";

const FRAME = 160;
const FRAME_MS = 20;
const PATIENCE_MS = 15_000;
const CHORDS_TOLD = 12;
/** What is shorter is where one tone goes over into another. */
const SHORTEST_NOTE_MS = 60;
/** What counts as heard, and not as the end of what was. */
export const LONG_ENOUGH_MS = 300;

/** Those who sounded together for a while. */
export interface Chord {
  readonly names: readonly string[];
  readonly ms: number;
}

/** All that somebody hears, and who it is that he hears. */
export class Ear {
  readonly #chorus: Chorus;
  readonly #frames: Int16Array[] = [];
  #rest: Int16Array<ArrayBufferLike> = new Int16Array(0);
  #waiting: (() => void)[] = [];

  constructor(chorus: Chorus) {
    this.#chorus = chorus;
  }

  /** How long it has heard, silence included. */
  get ms(): number {
    return this.#frames.length * FRAME_MS;
  }

  /** Once it has heard for so long, whatever that is. */
  async listens(ms: number): Promise<void> {
    const until = this.ms + ms;
    while (this.ms < until) await this.#more();
  }

  /** What it heard, from a moment on: for ears of others. */
  sound(fromMs = 0): Int16Array<ArrayBuffer> {
    const frames = this.#frames.slice(fromMs / FRAME_MS);
    return Int16Array.from(frames.flatMap((frame) => [...frame]));
  }

  /** The next sound; for whoever it comes to. */
  take(sound: Int16Array): void {
    const all = new Int16Array(this.#rest.length + sound.length);
    all.set(this.#rest);
    all.set(sound, this.#rest.length);
    let at = 0;
    for (; at + FRAME <= all.length; at += FRAME) {
      this.#frames.push(all.slice(at, at + FRAME));
    }
    this.#rest = all.slice(at);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /**
   * Resolves once it has, from now or an earlier moment on and for `ms` on end,
   * heard all of these and nobody else; of nobody at all: once there is silence.
   */
  async hears(
    names: readonly string[],
    ms = LONG_ENOUGH_MS,
    from = this.ms,
  ): Promise<void> {
    const wanted = [...names].sort().join();
    const late = performance.now() + PATIENCE_MS;
    let good = 0;
    for (let at = from / FRAME_MS; good < ms / FRAME_MS; at++) {
      if (at === this.#frames.length) await this.#more();
      const heard = this.#chorus.heardIn(this.#frames[at]);
      good = heard?.sort().join() === wanted ? good + 1 : 0;
      if (performance.now() > late) throw this.#instead(names, from);
    }
  }

  /** Who was heard one after the other, from a moment on; half frames go out. */
  chords(fromMs = 0): Chord[] {
    const chords: { names: string[]; ms: number }[] = [];
    for (const frame of this.#frames.slice(fromMs / FRAME_MS)) {
      const names = this.#chorus.heardIn(frame)?.sort();
      const last = chords.at(-1);
      if (names && last?.names.join() === names.join()) last.ms += FRAME_MS;
      else if (names) chords.push({ names, ms: FRAME_MS });
      else if (last) last.ms += FRAME_MS;
    }
    return chords;
  }

  /** Who was heard alone, one after the other. */
  melody(fromMs = 0): string[] {
    return this.chords(fromMs)
      .filter(({ names, ms }) => names.length === 1 && ms >= SHORTEST_NOTE_MS)
      .map(({ names }) => names[0]);
  }

  /** How long somebody was heard in all, alone or with others. */
  msOf(name: string, fromMs = 0): number {
    return this.chords(fromMs)
      .filter(({ names }) => names.includes(name))
      .reduce((sum, { ms }) => sum + ms, 0);
  }

  /** How loud somebody is: the middle of the last frames. */
  loudness(name: string, ms = LONG_ENOUGH_MS): number {
    const hertz = this.#chorus.toneOf(name);
    const levels = this.#frames.slice(-ms / FRAME_MS)
      .map((frame) => loudnessOf(hertz, frame)).sort((a, b) => a - b);
    return levels[levels.length >> 1] ?? 0;
  }

  async #more(): Promise<void> {
    const news = new Promise<void>((resolve) => this.#waiting.push(resolve));
    await soon(news, "a packet of sound");
  }

  /** What was heard instead. */
  #instead(names: readonly string[], fromMs: number): Error {
    const heard = this.chords(fromMs).slice(-CHORDS_TOLD)
      .map(({ names, ms }) => `${names.join("+") || "nobody"} ${ms} ms`);
    const wanted = names.join(" and ") || "nobody";
    return new Error(`Heard not ${wanted} but ${heard.join(", ")}`);
  }
}

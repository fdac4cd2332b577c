import { join } from "node:path";
import {
  LOUDNESS,
  loudnessIn,
  toneOf,
  windowed,
} from "../../support/room/tones.ts";
import { pcm16, wavFile } from "../../support/wav_files.ts";

const RATE = 8000;
/** Two notes make a part. */
const NOTE = 400;
/** What a studio leaves on either side. */
const PAUSE = 600;
/** In Hz: what a telephone passes. */
const [LOWEST, HIGHEST] = [300, 3300];
/** The ear looks at so much, */
const LOOK = 160;
/** so often. */
const STEP = 80;
/** More than half of what a note has, and twice what any other has. */
const [LOUD, CLEAR] = [LOUDNESS / 2, 2];
/** A note is that in more than one look: not what is between two. */
const LEAST_LOOKS = 2;

/**
 * A studio that has recorded each part of a language as two notes, and an ear
 * that knows them. First and second notes differ, so that parts can be told
 * apart even where one follows itself.
 */
export class Studio {
  readonly #parts: readonly string[];
  /** The first notes, and behind them as many second ones, in Hz. */
  readonly #notes: readonly number[];

  constructor(parts: readonly string[]) {
    this.#parts = parts;
    const count = 2 * Math.ceil(Math.sqrt(parts.length));
    const step = (HIGHEST - LOWEST) / (count - 1);
    this.#notes = Array.from(
      { length: count },
      (_, n) => Math.round(LOWEST + n * step),
    );
  }

  /** Puts the recordings of parts, of all if not told, into a folder. */
  async record(folder: string, parts = this.#parts): Promise<void> {
    await Deno.mkdir(folder, { recursive: true });
    await Promise.all(
      parts.map((part) =>
        Deno.writeFile(join(folder, `${part}.wav`), this.recording(part))
      ),
    );
  }

  /** The file of a part, with the pauses around it. */
  recording(part: string): Uint8Array<ArrayBuffer> {
    const sound = new Int16Array(2 * (PAUSE + NOTE));
    this.#notesOf(this.#parts.indexOf(part)).forEach((note, n) => {
      const tone = toneOf(this.#notes[note]).subarray(0, NOTE);
      sound.set(tone, PAUSE + n * NOTE);
    });
    return wavFile(pcm16(sound), { tag: 1, bits: 16, rate: RATE });
  }

  /** The parts that are heard; a note that belongs to none is "?". */
  partsIn(sound: Int16Array): string[] {
    const notes = this.#notesIn(sound);
    const names = new Map(
      this.#parts.map((part, at) => [this.#notesOf(at).join(" "), part]),
    );
    const pairs = Array.from(
      { length: Math.ceil(notes.length / 2) },
      (_, n) => notes.slice(2 * n, 2 * n + 2).join(" "),
    );
    return pairs.map((pair) => names.get(pair) ?? "?");
  }

  #notesOf(part: number): [first: number, second: number] {
    const half = this.#notes.length / 2;
    return [Math.floor(part / half), half + part % half];
  }

  /** One after the other, as places in the list of all. */
  #notesIn(sound: Int16Array): number[] {
    const runs: { note: number; looks: number }[] = [];
    for (let at = 0; at + LOOK <= sound.length; at += STEP) {
      const note = this.#noteAt(sound.subarray(at, at + LOOK));
      const last = runs.at(-1);
      if (last?.note === note) last.looks++;
      else runs.push({ note, looks: 1 });
    }
    return runs.filter(({ note, looks }) => note >= 0 && looks >= LEAST_LOOKS)
      .map(({ note }) => note);
  }

  /** −1 where there is silence, or one goes over into another. */
  #noteAt(sound: Int16Array): number {
    const look = windowed(sound);
    const levels = this.#notes.map((hertz) => loudnessIn(hertz, look));
    const [next, loudest] = levels.toSorted((a, b) => a - b).slice(-2);
    const isNote = loudest > LOUD && loudest > CLEAR * next;
    return isNote ? levels.indexOf(loudest) : -1;
  }
}

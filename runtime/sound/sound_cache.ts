import { SAMPLE_RATE } from "../base/units.ts";
import { concatSamples } from "./concat_samples.ts";
import { FIRST_READER, type HeldSound } from "./held_sound.ts";
import { noSound } from "./no_sound.ts";
import { type Samples, shared } from "./samples.ts";
import { Segments } from "./segments.ts";
import type { SoundSource } from "./source.ts";
import { StreamedSound } from "./streamed_sound.ts";
import { Tape } from "./tape.ts";
import { TapedSound } from "./taped_sound.ts";
import type { Turns } from "./turns.ts";

/** What is longer is never held whole: 10 minutes. */
const LONGEST = 600 * SAMPLE_RATE;
/** What is missing of a sound that nobody wants any more, but is completed: 1 minute. */
const NEARLY = 60 * SAMPLE_RATE;
const SAMPLE_BYTES = Int16Array.BYTES_PER_ELEMENT;
/** Of so many files it is remembered that they are long. */
const MOST_LONG = 1000;

export interface CacheParts {
  readonly turns: Turns;
  /** What all that is held may take. */
  readonly mostBytes: number;
  /** @throws {CtiError} `badParams` for what is no sound file */
  open(path: string, name: string): Promise<SoundSource>;
}

/** Where it lies, and what it is called when it cannot be played. */
interface SoundFile {
  readonly path: string;
  readonly name: string;
}

/** A tape, and how many play it: it stays then. */
interface Shelf {
  readonly tape: Tape;
  holders: number;
}

/**
 * Keeps decoded sounds up to a bound, the least recently used goes first; those
 * that are played stay. What is long, or for what there is no room, is read from
 * its file as it is played. A file that has changed on the disk is another sound.
 */
export class SoundCache {
  readonly #parts: CacheParts;
  /** By file and version, in the order of their last use. */
  readonly #shelves = new Map<string, Shelf>();
  /** Files being opened now: many calls may ask at once. */
  readonly #opening = new Map<string, Promise<HeldSound>>();
  /** Files that turned out to be long. */
  readonly #long = new Set<string>();

  constructor(parts: CacheParts) {
    this.#parts = parts;
  }

  /**
   * Opens a sound to be played, by its real path.
   * @param name where it comes from, if that is not its path
   * @throws {CtiError} `badParams` when the file holds no sound
   */
  async hold(path: string, name = path): Promise<HeldSound> {
    const file = { path, name };
    const key = await keyOf(path);
    while (this.#opening.has(key) && !this.#shelves.has(key)) {
      await this.#opening.get(key)?.catch(() => {});
    }
    const shelf = this.#shelves.get(key);
    if (!shelf) return await this.#openOnce(key, file);
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
    return this.#share(key, shelf, file);
  }

  /**
   * All of a sound that is not long.
   * @throws {CtiError} `badParams` when the file holds no sound, or too much
   */
  async load(path: string): Promise<Samples> {
    const held = await this.hold(path);
    try {
      return await wholeOf(held, path);
    } finally {
      held.release();
    }
  }

  /** Gives back every file and all memory. */
  close(): void {
    for (const { tape } of this.#shelves.values()) tape.drop();
    this.#shelves.clear();
  }

  async #openOnce(key: string, file: SoundFile): Promise<HeldSound> {
    const opening = this.#openFirst(key, file);
    if (this.#long.has(key)) return await opening;
    this.#opening.set(key, opening);
    return await opening.finally(() => this.#opening.delete(key));
  }

  async #openFirst(key: string, file: SoundFile): Promise<HeldSound> {
    const segments = await this.#segmentsOf(file);
    if (!this.#isShort(key, segments.expected)) {
      return this.#stream(file, segments);
    }
    const shelf: Shelf = {
      tape: new Tape(segments, () => this.#weigh(key, shelf)),
      holders: 0,
    };
    this.#shelves.set(key, shelf);
    const held = this.#share(key, shelf, file);
    this.#weigh(key, shelf);
    this.#decode(shelf.tape);
    return held;
  }

  /** With its first segment ready; many that are wanted at once take turns. */
  #segmentsOf({ path, name }: SoundFile): Promise<Segments> {
    const { open, turns } = this.#parts;
    return turns.begin(async () => {
      const segments = new Segments(await open(path, name));
      await segments.begin();
      return segments;
    });
  }

  /** Whether it can be held, as far as its file says. */
  #isShort(key: string, expected: number | null): boolean {
    if ((expected ?? 0) > LONGEST) this.#remember(key);
    if (this.#long.has(key)) return false;
    const held = this.#bytes(({ holders }) => holders > 0);
    return held + (expected ?? 0) * SAMPLE_BYTES <= this.#parts.mostBytes;
  }

  #share(key: string, shelf: Shelf, file: SoundFile): HeldSound {
    shelf.holders++;
    return new TapedSound({
      tape: shelf.tape,
      turns: this.#parts.turns,
      stream: () => this.#stream(file, null),
      released: () => {
        shelf.holders--;
        this.#giveUp(key, shelf);
      },
    });
  }

  #stream(file: SoundFile, opened: Segments | null): StreamedSound {
    const reopen = async () => {
      await checkStillThere(file);
      return await this.#segmentsOf(file);
    };
    return new StreamedSound(opened, reopen, this.#parts.turns);
  }

  /** To its end: who plays it again, or plays it too, finds it there. */
  async #decode(tape: Tape): Promise<void> {
    while (tape.state === "grows") {
      await this.#parts.turns.atLeisure(() => tape.grow());
    }
  }

  /** What nobody wants any more is not decoded any further, or soon over. */
  #giveUp(key: string, shelf: Shelf): void {
    const { state, expected, length } = shelf.tape;
    if (shelf.holders > 0 || state !== "grows") return;
    if (expected !== null && expected - length <= NEARLY) return;
    this.#forget(key, shelf);
    shelf.tape.drop();
  }

  /** It has grown, or it is new, or broken. */
  #weigh(key: string, shelf: Shelf): void {
    const { tape } = shelf;
    if (tape.state === "broken") return this.#forget(key, shelf);
    if (tape.length > LONGEST) this.#remember(key);
    this.#makeRoom();
    const isTooMuch = this.#bytes() > this.#parts.mostBytes;
    if (!isTooMuch && !this.#long.has(key)) return;
    this.#forget(key, shelf);
    tape.drop();
  }

  #makeRoom(): void {
    for (const [key, shelf] of this.#shelves) {
      if (this.#bytes() <= this.#parts.mostBytes) return;
      if (shelf.holders > 0) continue;
      this.#shelves.delete(key);
      shelf.tape.drop();
    }
  }

  #forget(key: string, shelf: Shelf): void {
    if (this.#shelves.get(key) === shelf) this.#shelves.delete(key);
  }

  #remember(key: string): void {
    this.#long.add(key);
    const [oldest] = this.#long;
    if (this.#long.size > MOST_LONG) this.#long.delete(oldest);
  }

  #bytes(counts: (shelf: Shelf) => boolean = () => true): number {
    let samples = 0;
    for (const shelf of this.#shelves.values()) {
      if (counts(shelf)) samples += roomOf(shelf.tape);
    }
    return samples * SAMPLE_BYTES;
  }
}

/** In samples; of one that grows, what it will have taken. */
function roomOf({ state, expected, length }: Tape): number {
  return state === "grows" ? Math.max(expected ?? 0, length) : length;
}

/** A file and its version. */
async function keyOf(path: string): Promise<string> {
  const { size, mtime, ctime, ino } = await Deno.stat(path);
  // Copying tools keep size and `mtime`; what they replace has another inode.
  const times = [mtime, ctime].map((time) => time?.getTime());
  return [size, ...times, ino, path].join(" ");
}

/** Where it was looked for when it was allowed: not where a link leads by now. */
async function checkStillThere({ path, name }: SoundFile): Promise<void> {
  const real = await Deno.realPath(path).catch(() => null);
  if (real === null) throw noSound(name, "it has been removed");
  if (real !== path) throw noSound(name, "it has become a link");
}

async function wholeOf(held: HeldSound, path: string): Promise<Samples> {
  const pieces: Int16Array[] = [];
  for (let at = 0; at <= LONGEST;) {
    const { segments, last } = await held.part(at, FIRST_READER);
    for (const segment of segments) {
      const piece = new Int16Array(segment);
      pieces.push(piece);
      at += piece.length;
    }
    if (last) return shared(concatSamples(pieces));
  }
  throw noSound(path, "it is too long for that");
}

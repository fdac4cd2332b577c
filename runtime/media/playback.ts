import { FRAME_SAMPLES, milliseconds, samplesIn } from "../base/units.ts";
import { BLOCK } from "./blocks.ts";
import type { PlaybackId, SoundId } from "./messages.ts";
import type { Player } from "./player.ts";
import type { NoBlock, SoundReader } from "./sound_reader.ts";

/** A gain walks as long in a mix (`assembly/mix/gain.ts`). */
const RISE = samplesIn(milliseconds(16));

/** Null while the sound is on its way. */
export type ReadSound = (sound: SoundId) => SoundReader | null;

/** What is played, and how often. */
export interface Programme {
  /** Null for the beep, which the control thread did not ask for. */
  readonly id: PlaybackId | null;
  readonly sounds: readonly SoundId[];
  readonly rounds: number | null;
}

/**
 * Feeds a list of sounds into a player ahead of need, so that one
 * follows the other without a gap. A sound that is still on its way from the
 * sound thread is waited for; one that turns out to be broken ends the list.
 */
export class Playback {
  readonly id: PlaybackId | null;
  readonly #player: Player;
  readonly #read: ReadSound;
  readonly #sounds: readonly SoundId[];
  #roundsLeft: number;
  /** What the player takes when it is empty. */
  readonly #space: number;
  /** Where in the list it is, and who reads that sound, once somebody does. */
  #item = 0;
  #reader: SoundReader | null = null;
  #fedThisRound = 0;
  #fed = false;
  #fault: string | null = null;
  /** The next block comes out of silence. */
  #rising = false;
  /** Beats before there can be room for a block. */
  #rest = 0;

  constructor(player: Player, read: ReadSound, programme: Programme) {
    this.#player = player;
    this.#read = read;
    this.id = programme.id;
    this.#sounds = programme.sounds;
    this.#roundsLeft = programme.rounds ?? Infinity;
    player.clear();
    this.#space = player.room();
  }

  /** Whether it never ends by itself. */
  get isEndless(): boolean {
    return this.#roundsLeft === Infinity;
  }

  /** What is wrong with the sound at which it broke off; null: nothing. */
  get fault(): string | null {
    return this.#fault;
  }

  /** What waits in the player comes again, as far as it is of this sound. */
  pause(): void {
    this.#reader?.goBack(this.#space - this.#player.room());
  }

  /** Goes on, out of silence. */
  resume(): void {
    this.#player.clear();
    this.#rest = 0;
    this.#rising = true;
    if (this.#fed) this.#player.end();
    this.feed();
  }

  /** Each beat: tops the player up; says behind the last sample that it ends. */
  feed(): void {
    if (this.#fed || --this.#rest > 0) return;
    let room = this.#player.room();
    if (room >= BLOCK) room = this.#fill(room);
    // A beat takes one frame at most: asking the core sooner is for nothing
    this.#rest = Math.ceil((BLOCK - room) / FRAME_SAMPLES);
  }

  /** Nothing more of it is needed. */
  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  /** Gives what room is left: less than a block, or a sound is not there yet. */
  #fill(room: number): number {
    while (!this.#fed) {
      if (this.#item === this.#sounds.length || this.#roundsLeft <= 0) {
        this.#nextRound();
        continue;
      }
      const block = this.#next();
      if (block === "coming") return room;
      if (block === "end") this.#nextSound();
      else if (block === "broken") this.#breakOff();
      else if (block.length > room) return room;
      else room -= this.#feedOne(block);
    }
    return room;
  }

  #next(): Int16Array | NoBlock {
    this.#reader ??= this.#read(this.#sounds[this.#item]);
    return this.#reader?.next ?? "coming";
  }

  #feedOne(block: Int16Array): number {
    this.#reader?.taken();
    this.#fedThisRound += block.length;
    const fed = this.#player.feed(this.#rising ? risen(block) : block);
    this.#rising = false;
    return fed;
  }

  #nextSound(): void {
    this.close();
    this.#item++;
  }

  #nextRound(): void {
    // A list without a single sample would go round for ever at once.
    if (--this.#roundsLeft <= 0 || this.#fedThisRound === 0) this.#end();
    this.#item = 0;
    this.#fedThisRound = 0;
  }

  #breakOff(): void {
    this.#fault = this.#reader?.fault ?? null;
    this.close();
    this.#end();
  }

  #end(): void {
    this.#fed = true;
    this.#player.end();
  }
}

function risen(block: Int16Array): Int16Array {
  return block.map((sample, n) => n < RISE ? sample * n / RISE : sample);
}

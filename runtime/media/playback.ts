import { FRAME_SAMPLES, milliseconds, samplesIn } from "../base/units.ts";
import { BLOCK, type Blocks } from "./blocks.ts";
import type { PlaybackId, SoundId } from "./messages.ts";
import type { Player } from "./player.ts";

/** A gain walks as long in a mix (`assembly/mix/gain.ts`). */
const RISE = samplesIn(milliseconds(16));

export type FindSound = (sound: SoundId) => Blocks | undefined;

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
 * sound thread is waited for.
 */
export class Playback {
  readonly id: PlaybackId | null;
  readonly #player: Player;
  readonly #find: FindSound;
  readonly #sounds: readonly SoundId[];
  #roundsLeft: number;
  /** What the player takes when it is empty. */
  readonly #space: number;
  /** Where in the list, and which block of that sound, is the next. */
  #item = 0;
  #block = 0;
  #fedThisRound = 0;
  #fed = false;
  /** The next block comes out of silence. */
  #rising = false;
  /** Beats before there can be room for a block. */
  #rest = 0;

  constructor(
    player: Player,
    find: FindSound,
    programme: Programme,
  ) {
    this.#player = player;
    this.#find = find;
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

  /**
   * What waits in the player comes again, as far as it is of this sound; nothing
   * does of one that the sound thread has taken away before its play is stopped.
   */
  pause(): void {
    const blocks = this.#find(this.#sounds[this.#item]);
    if (!blocks) return;
    let unheard = this.#space - this.#player.room();
    while (unheard > 0 && this.#block > 0) {
      unheard -= blocks[--this.#block].length;
    }
  }

  /** Goes on, out of silence. */
  resume(): void {
    this.#player.clear();
    this.#rest = 0;
    this.#rising = true;
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

  /** Gives what room is left: less than a block, or a sound is not there yet. */
  #fill(room: number): number {
    while (!this.#fed) {
      if (this.#item === this.#sounds.length || this.#roundsLeft <= 0) {
        this.#nextRound();
        continue;
      }
      const blocks = this.#find(this.#sounds[this.#item]);
      if (!blocks) return room;
      if (this.#block === blocks.length) this.#nextSound();
      else {
        const block = blocks[this.#block];
        if (block.length > room) return room;
        room -= this.#feedOne(block);
      }
    }
    return room;
  }

  #feedOne(block: Int16Array): number {
    this.#block++;
    this.#fedThisRound += block.length;
    const fed = this.#player.feed(this.#rising ? risen(block) : block);
    this.#rising = false;
    return fed;
  }

  #nextSound(): void {
    this.#item++;
    this.#block = 0;
  }

  #nextRound(): void {
    // A list without a single sample would go round for ever at once.
    if (--this.#roundsLeft <= 0 || this.#fedThisRound === 0) {
      this.#fed = true;
      this.#player.end();
    }
    this.#item = 0;
    this.#fedThisRound = 0;
  }
}

function risen(block: Int16Array): Int16Array {
  return block.map((sample, n) => n < RISE ? sample * n / RISE : sample);
}

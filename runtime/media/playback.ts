import { FRAME_SAMPLES } from "../base/units.ts";
import { BLOCK, type Blocks } from "./blocks.ts";
import type { PlaybackId, SoundId } from "./messages.ts";
import type { Player } from "./player.ts";

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
  /** Where in the list, and which block of that sound, is the next. */
  #item = 0;
  #block = 0;
  #fedThisRound = 0;
  #fed = false;
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
    return this.#player.feed(block);
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

import { FRAME_SAMPLES } from "../base/units.ts";
import type { PlaybackId, SoundId } from "./messages.ts";
import type { Player } from "./player.ts";

/** The player is topped up once this much is free: 100 ms. */
const BLOCK = 800;

export type FindSound = (sound: SoundId) => Int16Array | undefined;

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
  /** Where in the list, and where in that sound, the next sample stands. */
  #item = 0;
  #at = 0;
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

  /** Gives what room is left: none, or a sound is not there yet. */
  #fill(room: number): number {
    while (room > 0 && !this.#fed) {
      if (this.#item === this.#sounds.length || this.#roundsLeft <= 0) {
        this.#nextRound();
        continue;
      }
      const sound = this.#find(this.#sounds[this.#item]);
      if (!sound) return room;
      room -= this.#feedFrom(sound, room);
    }
    return room;
  }

  #feedFrom(sound: Int16Array, room: number): number {
    const part = sound.subarray(this.#at, this.#at + room);
    const taken = this.#player.feed(part);
    this.#at += taken;
    this.#fedThisRound += taken;
    if (this.#at >= sound.length) {
      this.#item++;
      this.#at = 0;
    }
    return taken < part.length ? room : taken;
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

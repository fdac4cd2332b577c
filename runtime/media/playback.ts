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

  /** Tops the player up; after the last sample tells it that no more comes. */
  feed(): void {
    if (this.#fed) return;
    let room = this.#player.room();
    if (room < BLOCK) return;
    while (room > 0 && !this.#fed) {
      if (this.#item === this.#sounds.length || this.#roundsLeft <= 0) {
        this.#nextRound();
        continue;
      }
      const sound = this.#find(this.#sounds[this.#item]);
      if (!sound) return;
      room -= this.#feedFrom(sound, room);
    }
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

import type { Log } from "../base/log.ts";
import type { Content } from "../media/content.ts";
import type { MediaMix, Stop } from "../media/media.ts";
import { Prompt, type PromptParts } from "../sound/prompt.ts";

/** What comes first: something that ends, then what goes on and on. */
const RANKS = ["once", "loop", "background"] as const;
type Rank = typeof RANKS[number];

/** Told what cannot be played, and why; null: nothing went wrong. */
type Ended = (reason: string | null) => void;

/** What is played to all, or waits for it. */
interface Announcement {
  readonly rank: number;
  readonly prompt: Prompt;
  /** Null: for ever. */
  readonly rounds: number | null;
  readonly ended: Ended;
  /** It has begun; what goes on for ever may pause. */
  sounds: boolean;
}

/**
 * What a conference plays to all, one thing at a time, as its mix has one
 * player. What ends is played in the order in which it came; what goes on for
 * ever pauses under it and goes on behind it.
 */
export class Announcer {
  readonly #parts: PromptParts;
  readonly #log: Log;
  /** The first is played; no other is before its rank. */
  readonly #announcements: Announcement[] = [];
  #playing: Announcement | null = null;

  constructor(parts: PromptParts, log: Log) {
    this.#parts = parts;
    this.#log = log;
  }

  /** Plays it whenever nothing else is played. */
  background(content: Content): void {
    this.#add("background", content, null, () => {});
  }

  /**
   * Plays it so often, or for ever (null). `ended` is told once: also when it is
   * stopped, or cannot be played.
   */
  announce(content: Content, rounds: number | null, ended: Ended): Stop {
    return this.#add(rounds === null ? "loop" : "once", content, rounds, ended);
  }

  /** Ends all of it. */
  close(): void {
    for (const announcement of [...this.#announcements].reverse()) {
      this.#end(announcement);
    }
  }

  #add(
    rank: Rank,
    content: Content,
    rounds: number | null,
    ended: Ended,
  ): Stop {
    const { sound, player } = this.#parts;
    const play: MediaMix["play"] = (...what) => {
      added.sounds = true;
      return player.play(...what);
    };
    const added: Announcement = {
      rank: RANKS.indexOf(rank),
      prompt: new Prompt({ sound, player: { play } }, content),
      rounds,
      ended,
      sounds: false,
    };
    const behind = this.#announcements.findIndex((one) =>
      one.rank > added.rank
    );
    const at = behind < 0 ? this.#announcements.length : behind;
    this.#announcements.splice(at, 0, added);
    this.#turn();
    return () => this.#end(added);
  }

  #turn(): void {
    const first = this.#announcements[0] ?? null;
    if (first === this.#playing) return;
    // Loaded by and by, it would sound over what comes before it.
    if (!this.#playing?.sounds) this.#playing?.prompt.stop();
    this.#playing = first;
    if (!first || first.sounds) return;
    first.prompt.play(first.rounds, {
      played: () => this.#end(first),
      failed: (reason) => this.#fail(first, reason),
    });
  }

  #fail(announcement: Announcement, reason: string): void {
    this.#log.warn("A conference cannot be played to", { reason });
    this.#end(announcement, reason);
  }

  #end(announcement: Announcement, reason: string | null = null): void {
    const at = this.#announcements.indexOf(announcement);
    if (at < 0) return;
    this.#announcements.splice(at, 1);
    announcement.prompt.close();
    this.#turn();
    announcement.ended(reason);
  }
}

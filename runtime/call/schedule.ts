import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { Timer } from "../base/timer.ts";
import { inMilliseconds, type Milliseconds } from "../base/units.ts";
import { Prompt, type PromptParts } from "../sound/prompt.ts";
import type { ScheduledPlay } from "./parameters.ts";

export interface ScheduleParts extends PromptParts {
  readonly clock: Clock;
  readonly log: Log;
}

/** A sound that is played when it is time, if that is still to come. */
export class Schedule {
  readonly #parts: ScheduleParts;
  readonly #play: ScheduledPlay;
  readonly #timer: Timer;
  readonly #prompt: Prompt;

  /** @param within what comes later than that is never played */
  constructor(parts: ScheduleParts, play: ScheduledPlay, within: Milliseconds) {
    this.#parts = parts;
    this.#play = play;
    this.#timer = new Timer(parts.clock);
    this.#prompt = new Prompt(parts, play.content);
    this.#wait(within);
  }

  /** Falls silent. */
  close(): void {
    this.#timer.stop();
    this.#prompt.close();
  }

  /** Within the second that is named it is time yet. */
  #wait(within: Milliseconds): void {
    const { clock } = this.#parts;
    const { time } = this.#play;
    const delay = inMilliseconds(time) - clock.wall() as Milliseconds;
    if (time < clock.date() || delay > within) return;
    this.#timer.start(delay, () => this.#begin());
  }

  #begin(): void {
    const { log } = this.#parts;
    this.#prompt.play(this.#play.loop, {
      played: () => this.#prompt.close(),
      failed: (reason) => {
        log.warn("A set sound cannot be played", { reason });
        this.#prompt.close();
      },
    });
  }
}

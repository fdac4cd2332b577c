import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { MediaMix, MediaPort } from "../media/media.ts";
import type { Sound } from "../sound/sound.ts";
import type { CallEvent } from "./events.ts";

type Completed = Extract<CallEvent, { error: string | null }>;
type OfAction<E> = E extends unknown
  ? Omit<E, "resId" | "userData" | "beginTime" | "endTime">
  : never;

/** How an action ended: its `…Completed` event without what the call adds. */
export type Outcome = OfAction<Completed>;

/** All that an action sees of its call. */
export interface Stage {
  readonly clock: Clock;
  readonly sound: Sound;
  readonly log: Log;
  /** The call's port, open while an action of an answered call runs. */
  readonly port: MediaPort;
  /**
   * A mix in which nobody is, where this call may meet others.
   * @throws {CtiError} `overloaded` when there are too many
   */
  openMix(): MediaMix;
  /** Ends the action; only the first end counts. */
  end(outcome: Outcome): void;
  /** Ends an action of which no event tells; only the first end counts. */
  leave(): void;
  /** Ends the call with this SIP status, and with it the action. */
  release(cause: number): void;
}

import type { Clock } from "../base/clock.ts";
import type { UnixSeconds } from "../base/units.ts";
import type { Referral } from "../sip/referral.ts";
import type { Session } from "../sip/session.ts";
import type { Ending } from "./action.ts";
import type { DetailRecord } from "./detail_record.ts";
import type { CallEvent } from "./events.ts";
import type { CallDirection } from "./methods.ts";
import type { Outcome } from "./stage.ts";

/** Where a call tells of itself. */
export interface NewsParts {
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
}

/** By what others know a call. */
export interface Identified {
  readonly resId: string;
  readonly processId: number;
  readonly direction: CallDirection;
  readonly session: Session;
}

/**
 * Where an incoming call comes from, as far as that is to be believed, and the
 * dialog that it would replace.
 */
export type Provenance = Pick<
  Extract<CallEvent, { type: "incoming" }>,
  "trunk" | "assertedIdentity" | "privacy" | "replaces"
>;

/** What a call tells of itself: its events, each with what they all say. */
export class CallNews {
  readonly beginTime: UnixSeconds;
  /** The application's own word for the call. */
  userData: string | null;
  readonly #parts: NewsParts;
  readonly #who: Identified;

  constructor(parts: NewsParts, who: Identified, userData: string | null) {
    this.#parts = parts;
    this.#who = who;
    this.userData = userData;
    this.beginTime = parts.clock.date();
  }

  incoming(origin: Provenance): void {
    const { beginTime } = this;
    this.#emit({ type: "incoming", ...this.identity(), ...origin, beginTime });
  }

  ringing(): void {
    const ringTime = this.#now();
    this.#emit({ type: "ringing", ...this.#ofCall(), ringTime });
  }

  earlyMedia(): void {
    const beginTime = this.#now();
    this.#emit({ type: "earlyMedia", ...this.#ofCall(), beginTime });
  }

  /** Somebody else is to be called; that is the application's affair. */
  referred({ to: referTo, by: referredBy, replaces }: Referral): void {
    const referral = { referTo, referredBy, replaces };
    this.#emit({ type: "refer", ...this.#ofCall(), ...referral });
  }

  held(held: boolean): void {
    this.#emit({ type: "held", ...this.#ofCall(), held });
  }

  mediaTimeout(seconds: number): void {
    this.#emit({ type: "mediaTimeout", ...this.#ofCall(), seconds });
  }

  completed(outcome: Outcome, beginTime: UnixSeconds): void {
    const endTime = this.#now();
    this.#emit({ ...outcome, ...this.#ofCall(), beginTime, endTime });
  }

  /** Gives what it tells, for the call's record. */
  released(
    { by, cause, reason }: Ending,
    answerTime: UnixSeconds | null,
  ): DetailRecord["released"] {
    const released: DetailRecord["released"] = {
      type: "released",
      ...this.identity(),
      callDir: this.#who.direction,
      beginTime: this.beginTime,
      answerTime,
      endTime: this.#now(),
      droppedBy: by === "peer" ? "usr" : "sys",
      cause,
      reason: reason ?? null,
    };
    this.#emit(released);
    return released;
  }

  /** Who it is, and between whom. */
  identity() {
    const { processId, session } = this.#who;
    return {
      ...this.#ofCall(),
      processId,
      fromUri: session.from,
      toUri: session.to,
      callId: session.callId,
    };
  }

  #ofCall() {
    return { resId: this.#who.resId, userData: this.userData };
  }

  #now(): UnixSeconds {
    return this.#parts.clock.date();
  }

  #emit(event: CallEvent): void {
    this.#parts.emit(event);
  }
}

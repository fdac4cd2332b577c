import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { step } from "../base/machine.ts";
import type { Tally } from "../base/tally.ts";
import { Timer } from "../base/timer.ts";
import type { TonePlan } from "../core/call_progress.ts";
import { inMilliseconds, type UnixSeconds } from "../base/units.ts";
import type { Sound } from "../sound/sound.ts";
import type { Action, Ending, KeyOrigin } from "./action.ts";
import type { PortStatistics } from "../media/statistics.ts";
import type { DetailRecord } from "./detail_record.ts";
import type { CallEvent } from "./events.ts";
import { KeyTwins } from "./key_twins.ts";
import type { Leg } from "./leg.ts";
import { CallNews, type Identified } from "./news.ts";
import type { Outcome, Stage } from "./stage.ts";
import { CALL_ARROWS, type CallInput, type CallState } from "./states.ts";

/** What a call needs of its node. */
export interface CallParts {
  readonly clock: Clock;
  readonly sound: Sound;
  readonly openMix: Stage["openMix"];
  /** Whose ring tone a parent hears where the far end sends none. */
  readonly tonePlan: TonePlan;
  readonly log: Log;
  readonly emit: (event: CallEvent) => void;
  /** Counts the calls and actions whose end has not been told yet. */
  readonly tally: Tally;
  /** After so long at rest without a command a call is released; 0: never. */
  readonly idleSeconds: number;
  readonly mediaTimeout: MediaTimeout;
  /** The call with this id has ended. */
  readonly forget: (resId: string) => void;
  /** All is told of a call, and its media port is closed. */
  readonly record: (record: DetailRecord) => void;
}

/** What becomes of a call of whose other side nothing is heard. */
export interface MediaTimeout {
  /** After so long without RTP and RTCP; 0: never. */
  readonly seconds: number;
  readonly action: "report" | "hangup";
}

/** What makes a call this call. */
export interface CallIdentity extends Identified {
  readonly leg: Leg;
}

/** `603 Decline`: the cause where none is named. */
export const DECLINE = 603;

/**
 * The course of a call, whoever commands it: its state, its one action at a
 * time, its time limits and its end. However it ends, it tells exactly one
 * `released`, and one completed event for the action that ran.
 */
export class CallLife {
  readonly news: CallNews;
  readonly #parts: CallParts;
  readonly #who: CallIdentity;
  readonly #limit: Timer;
  readonly #rest: Timer;
  readonly #told: () => void;
  readonly #twins: KeyTwins;
  #state: CallState = "Initiated";
  #action: Action | null = null;
  /** What gave way to that action and goes on behind it. */
  #waiting: Action | null = null;
  #answerTime: UnixSeconds | null = null;
  #maxAnswerSeconds = 0;

  constructor(parts: CallParts, who: CallIdentity, userData: string | null) {
    this.#parts = parts;
    this.#who = who;
    this.news = new CallNews(parts, who, userData);
    this.#limit = new Timer(parts.clock);
    this.#rest = new Timer(parts.clock);
    this.#told = parts.tally.begin();
    this.#twins = new KeyTwins(parts.clock);
    who.leg.listen({
      key: (key, source) => this.key(key, source),
      held: (held) => this.news.held(held),
    });
    who.leg.follow(() => who.session.remoteAddress);
  }

  get state(): CallState {
    return this.#state;
  }

  /** The action that runs. */
  get action(): Action | null {
    return this.#action;
  }

  /** Null while it is not answered. */
  get answerTime(): UnixSeconds | null {
    return this.#answerTime;
  }

  /** The other side has pressed a key. */
  key(key: string, origin: KeyOrigin): void {
    const way = origin === "info" ? "info" : "rtp";
    if (this.#twins.isNews(key, way)) this.#action?.key(key, origin);
  }

  /**
   * Starts an action in the place of what still runs; an input of null leaves
   * the state as it is.
   */
  begin<Begun extends Action>(
    input: CallInput | null,
    make: (stage: Stage) => Begun,
  ): Begun {
    const before = this.#action;
    const action: Begun = make(this.#stage(() => action));
    if (before && input) this.#move("completed");
    if (input) this.#move(input);
    this.#action = action;
    this.#rest.stop();
    if (before?.giveWay?.()) this.#waiting = before;
    else before?.stop();
    // Whoever is told of that may have ended the call.
    if (this.#action === action) action.start();
    return action;
  }

  /** Says how long the call may last once it is answered. */
  allow(maxAnswerSeconds: number): void {
    this.#maxAnswerSeconds = maxAnswerSeconds;
  }

  /** `max_answer_seconds` begin to count. */
  startLimit(): void {
    const span = inMilliseconds(this.#maxAnswerSeconds);
    this.#limit.start(
      span,
      () => this.hangUp({ by: "node", cause: DECLINE }),
    );
  }

  /** A call at rest waits for the next command, but not for ever. */
  watchRest(): void {
    const { idleSeconds } = this.#parts;
    const resting = !this.#action && this.#state !== "Released";
    if (!resting || idleSeconds === 0) return this.#rest.stop();
    const cause = this.#state === "Idle" ? DECLINE : 480;
    this.#rest.start(
      inMilliseconds(idleSeconds),
      () => this.hangUp({ by: "node", cause }),
    );
  }

  /** Ends the session and the call. */
  hangUp(ending: Ending): void {
    if (this.#state === "Released") return;
    this.#who.session.hangUp(ending.cause);
    this.release(ending);
  }

  /** Ends the call, whose session has ended. */
  release(ending: Ending): void {
    if (this.#state === "Released") return;
    const [action, waiting] = [this.#action, this.#waiting];
    this.#action = this.#waiting = null;
    this.#move("completed");
    this.#move("hangUp");
    this.#limit.stop();
    this.#rest.stop();
    this.#parts.forget(this.#who.resId);
    action?.hangUp(ending);
    waiting?.hangUp(ending);
    const media = this.#who.leg.close();
    const released = this.news.released(ending, this.#answerTime);
    this.#told();
    this.#record(released, media);
  }

  #stage(self: () => Action): Stage {
    const { clock, sound, openMix, log, tally } = this.#parts;
    const beginTime = clock.date();
    const { leg } = this.#who;
    const told = tally.begin();
    let over = false;
    /** Whether this is the first end. */
    const finish = () => !over && (over = true);
    return {
      clock,
      sound,
      openMix,
      log,
      get port() {
        return leg.port;
      },
      end: (outcome) => {
        if (!finish()) return;
        if (this.#action === self()) this.#complete(outcome, beginTime);
        this.news.completed(outcome, beginTime);
        told();
      },
      leave: () => {
        if (!finish()) return;
        if (this.#action === self()) this.#settle("completed");
        if (this.#waiting === self()) this.#waiting = null;
        told();
      },
      release: (cause) => this.hangUp({ by: "node", cause }),
    };
  }

  /** The action that ran has ended, and no other has taken its place. */
  #complete(outcome: Outcome, beginTime: UnixSeconds): void {
    this.#noteAnswer(outcome, beginTime);
    const { type } = outcome;
    const setUp = type === "answerCompleted" || type === "dialCompleted";
    this.#settle(setUp ? "answered" : "completed");
    if (setUp && outcome.error === null) this.#guard();
  }

  /** No action runs any more, or the one that gave way. */
  #settle(input: CallInput): void {
    const waiting = this.#waiting;
    this.#action = waiting;
    this.#waiting = null;
    this.#move(waiting ? "dial" : input);
    this.watchRest();
    waiting?.goOn?.();
  }

  /** From now on the other side is to be heard. */
  #guard(): void {
    const { seconds } = this.#parts.mediaTimeout;
    if (seconds === 0) return;
    this.#who.leg.port.guard(seconds, () => this.#fallSilent());
  }

  #fallSilent(): void {
    const { seconds, action } = this.#parts.mediaTimeout;
    this.news.mediaTimeout(seconds);
    if (action === "hangup") this.hangUp({ by: "network", cause: 408 });
  }

  #noteAnswer(outcome: Outcome, beginTime: UnixSeconds): void {
    if (outcome.error !== null) return;
    if (outcome.type === "answerCompleted") this.#answerTime = beginTime;
    if (outcome.type !== "dialCompleted") return;
    this.#answerTime = outcome.answerTime;
    this.startLimit();
  }

  #move(input: CallInput): void {
    [this.#state] = step(CALL_ARROWS, this.#state, input);
  }

  async #record(
    released: DetailRecord["released"],
    media: Promise<PortStatistics | null>,
  ): Promise<void> {
    this.#parts.record({ released, media: await media });
  }
}

import { CtiError } from "../base/fault.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { step } from "../base/machine.ts";
import { inMilliseconds, type UnixSeconds } from "../base/units.ts";
import type {
  IncomingSession,
  OutgoingSession,
  Session,
  SessionListener,
} from "../sip/session.ts";
import type { Sound } from "../sound/sound.ts";
import type { Action, Ending } from "./action.ts";
import { Answer } from "./answer.ts";
import { Dial } from "./dial.ts";
import type { CallEvent } from "./events.ts";
import type { Leg } from "./leg.ts";
import { type CallDirection, type CallMethod, checkMethod } from "./methods.ts";
import type {
  AnswerParameters,
  ConstructParameters,
  PlayParameters,
  ReceiveDtmfParameters,
  RecordParameters,
} from "./parameters.ts";
import { Play } from "./play.ts";
import { ReceiveDtmf } from "./receive_dtmf.ts";
import { Record } from "./record.ts";
import { recordFormat } from "./record_format.ts";
import { SendDtmf } from "./send_dtmf.ts";
import type { Outcome, Stage } from "./stage.ts";
import { CALL_ARROWS, type CallInput, type CallState } from "./states.ts";
import type { Tally } from "./tally.ts";
import { redirectTarget } from "./target.ts";
import { Timer } from "./timer.ts";

/** What a call needs of its node. */
export interface CallParts {
  readonly clock: Clock;
  readonly sound: Sound;
  readonly log: Log;
  readonly emit: (event: CallEvent) => void;
  /** Counts the calls and actions whose end has not been told yet. */
  readonly tally: Tally;
  /** After so long at rest without a command a call is released; 0: never. */
  readonly idleSeconds: number;
  /** The call has ended and is to be forgotten. */
  readonly forget: (call: Call) => void;
}

/** Where a call comes from. */
export type Origin =
  | { readonly direction: "inbound"; readonly session: IncomingSession }
  | { readonly direction: "outbound"; readonly session: OutgoingSession };

/** What makes a call this call. */
export interface CallIdentity {
  readonly resId: string;
  readonly processId: number;
  readonly userData: string | null;
  /** Our address as the SDP says it. */
  readonly address: string;
}

/** `603 Decline`: the cause of a drop that names none. */
const DECLINE = 603;

/**
 * A call: an INVITE session and its sound, a state, and at most one action.
 *
 * Commands take effect at once or throw a CtiError (`wrongState`,
 * `wrongDirection`, `badParams`); what comes of them comes as an event. However
 * a call ends, it tells exactly one `released`, and one completed event for
 * the action that ran.
 */
export class Call {
  readonly resId: string;
  readonly processId: number;
  readonly direction: CallDirection;
  readonly beginTime: UnixSeconds;
  readonly #parts: CallParts;
  readonly #origin: Origin;
  readonly #session: Session;
  readonly #address: string;
  readonly #leg: Leg;
  readonly #limit: Timer;
  readonly #rest: Timer;
  #state: CallState = "Initiated";
  #action: Action | null = null;
  #userData: string | null;
  #answerTime: UnixSeconds | null = null;
  #maxAnswerSeconds = 0;
  readonly #told: () => void;

  constructor(parts: CallParts, who: CallIdentity, origin: Origin, leg: Leg) {
    this.resId = who.resId;
    this.processId = who.processId;
    this.direction = origin.direction;
    this.beginTime = parts.clock.date();
    this.#parts = parts;
    this.#origin = origin;
    this.#session = origin.session;
    this.#address = who.address;
    this.#leg = leg;
    this.#limit = new Timer(parts.clock);
    this.#rest = new Timer(parts.clock);
    this.#userData = who.userData;
    this.#told = parts.tally.begin();
    leg.listen((key) => this.#action?.key(key));
    this.#session.listen(this.#listener());
  }

  get state(): CallState {
    return this.#state;
  }

  get userData(): string | null {
    return this.#userData;
  }

  /** An incoming call rings and is told of. Once, by the registry. */
  arrive(): void {
    if (this.#origin.direction === "inbound") this.#origin.session.ring();
    this.#watchRest();
    this.#parts.emit({
      type: "incoming",
      ...this.#identity(),
      beginTime: this.beginTime,
    });
  }

  /** An outgoing call's INVITE is on its way. Once, by the registry. */
  dial({ maxRingSeconds, maxAnswerSeconds }: ConstructParameters): void {
    this.#maxAnswerSeconds = maxAnswerSeconds;
    const ringing = () => this.#ringing();
    this.#begin(
      null,
      (stage) => new Dial(stage, { leg: this.#leg, maxRingSeconds, ringing }),
    );
  }

  nop(): void {
    this.#command("nop");
  }

  answer({ maxAnswerSeconds, userData }: AnswerParameters): void {
    const session = this.#unanswered("answer");
    this.#userData ??= userData;
    this.#maxAnswerSeconds = maxAnswerSeconds;
    this.#limitTalk();
    const parts = { leg: this.#leg, address: this.#address, session };
    this.#begin("answer", (stage) => new Answer(stage, parts));
  }

  /** Refuses, cancels or hangs up; `cause` is a SIP status. */
  drop(cause: number = DECLINE): void {
    this.#command("drop");
    this.#hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  /** `drop` for an incoming call that has not been answered. */
  reject(cause: number = DECLINE): void {
    this.#command("reject");
    this.#hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  redirect(redirectUri: string): void {
    const session = this.#unanswered("redirect");
    session.redirect(redirectTarget(redirectUri, session.requestUri));
    this.#release({ by: "application", cause: 302 });
  }

  playStart(options: PlayParameters): void {
    this.#command("play_start");
    if (options.repeat < 0) {
      const text = 'Argument "repeat" must be greater than "0"';
      const data = { param: "repeat", expected: "0 or more" };
      throw new CtiError("badParams", text, data);
    }
    this.#begin("play", (stage) => new Play(stage, options));
  }

  playStop(): void {
    this.#stop("play_stop");
  }

  recordStart(options: RecordParameters): void {
    this.#command("record_start");
    const format = recordFormat(options.recordFormat);
    this.#begin("record", (stage) => new Record(stage, options, format));
  }

  recordStop(): void {
    this.#stop("record_stop");
  }

  sendDtmfStart(keys: string): void {
    this.#command("send_dtmf_start");
    this.#begin("sendDtmf", (stage) => new SendDtmf(stage, keys));
  }

  receiveDtmfStart(options: ReceiveDtmfParameters): void {
    this.#command("receive_dtmf_start");
    this.#begin("receiveDtmf", (stage) => new ReceiveDtmf(stage, options));
  }

  receiveDtmfStop(): void {
    this.#stop("stop_receive_dtmf_start");
  }

  #command(method: CallMethod): void {
    checkMethod(method, this.#state, this.direction);
    this.#watchRest();
  }

  #stop(method: CallMethod): void {
    this.#command(method);
    this.#action?.stop();
  }

  #unanswered(method: CallMethod): IncomingSession {
    this.#command(method);
    if (this.#origin.direction === "inbound") return this.#origin.session;
    throw new TypeError(`${method} passed on an outbound call`);
  }

  #begin(input: CallInput | null, make: (stage: Stage) => Action): void {
    const action = make(this.#stage());
    if (input) this.#move(input);
    this.#action = action;
    this.#rest.stop();
    action.start();
  }

  #stage(): Stage {
    const { clock, sound, log, tally } = this.#parts;
    const beginTime = clock.date();
    const leg = this.#leg;
    const told = tally.begin();
    let over = false;
    return {
      clock,
      sound,
      log,
      get port() {
        return leg.port;
      },
      end: (outcome) => {
        if (over) return;
        over = true;
        this.#complete(outcome, beginTime);
        told();
      },
      release: (cause) => this.#hangUp({ by: "node", cause }),
    };
  }

  #complete(outcome: Outcome, beginTime: UnixSeconds): void {
    this.#action = null;
    this.#noteAnswer(outcome, beginTime);
    const { type } = outcome;
    const setUp = type === "answerCompleted" || type === "dialCompleted";
    this.#move(setUp ? "answered" : "completed");
    this.#watchRest();
    const { resId } = this;
    const userData = this.#userData;
    const endTime = this.#parts.clock.date();
    this.#parts.emit({ ...outcome, resId, userData, beginTime, endTime });
  }

  #noteAnswer(outcome: Outcome, beginTime: UnixSeconds): void {
    if (outcome.error !== null) return;
    if (outcome.type === "answerCompleted") this.#answerTime = beginTime;
    if (outcome.type !== "dialCompleted") return;
    this.#answerTime = outcome.answerTime;
    this.#limitTalk();
  }

  #move(input: CallInput): void {
    [this.#state] = step(CALL_ARROWS, this.#state, input);
  }

  #limitTalk(): void {
    const span = inMilliseconds(this.#maxAnswerSeconds);
    const expire = () => this.#hangUp({ by: "node", cause: DECLINE });
    this.#limit.start(span, expire);
  }

  /** A call at rest waits for the next command, but not for ever. */
  #watchRest(): void {
    const { idleSeconds } = this.#parts;
    const resting = !this.#action && this.#state !== "Released";
    if (!resting || idleSeconds === 0) return this.#rest.stop();
    const cause = this.#state === "Idle" ? DECLINE : 480;
    this.#rest.start(
      inMilliseconds(idleSeconds),
      () => this.#hangUp({ by: "node", cause }),
    );
  }

  #listener(): SessionListener {
    return {
      provisional: (status, sdp) => {
        if (this.#action instanceof Dial) this.#action.provisional(status, sdp);
      },
      accepted: (sdp) => {
        if (this.#action instanceof Dial) this.#action.accepted(sdp);
      },
      acknowledged: (sdp) => this.#acknowledged(sdp),
      offered: (sdp) => this.#offered(sdp),
      ended: ({ by, status }) => {
        const ender = by === "remote" ? "peer" : "network";
        this.#release({ by: ender, cause: status });
      },
    };
  }

  #ringing(): void {
    const { resId } = this;
    const userData = this.#userData;
    const ringTime = this.#parts.clock.date();
    this.#parts.emit({ type: "ringing", resId, userData, ringTime });
  }

  #acknowledged(sdp: string | null): void {
    if (this.#action instanceof Answer) return this.#action.acknowledged(sdp);
    if (!this.#leg.isOffering) return;
    if (sdp !== null && this.#leg.settle(sdp)) return;
    this.#parts.log.warn("A peer's answer cannot be used", {
      resId: this.resId,
    });
  }

  #offered(sdp: string | null): string | null {
    if (this.#answerTime === null) return null;
    return sdp === null
      ? this.#leg.offer(this.#address)
      : this.#leg.answer(sdp, this.#address);
  }

  /** What ends a call that is not up is not always what the caller wished. */
  #causeOf(cause: number): number {
    if (this.#answerTime !== null) return cause;
    if (this.direction === "outbound") return 487;
    return cause >= 400 && cause <= 699 ? cause : DECLINE;
  }

  #hangUp(ending: Ending): void {
    if (this.#state === "Released") return;
    this.#session.hangUp(ending.cause);
    this.#release(ending);
  }

  #release(ending: Ending): void {
    if (this.#state === "Released") return;
    const action = this.#action;
    this.#action = null;
    this.#move("completed");
    this.#move("hangUp");
    this.#limit.stop();
    this.#rest.stop();
    this.#parts.forget(this);
    action?.hangUp(ending);
    this.#leg.close();
    this.#tellReleased(ending);
    this.#told();
  }

  #tellReleased({ by, cause }: Ending): void {
    this.#parts.emit({
      type: "released",
      ...this.#identity(),
      callDir: this.direction,
      beginTime: this.beginTime,
      answerTime: this.#answerTime,
      endTime: this.#parts.clock.date(),
      droppedBy: by === "peer" ? "usr" : "sys",
      cause,
    });
  }

  #identity() {
    return {
      resId: this.resId,
      userData: this.#userData,
      fromUri: this.#session.from,
      toUri: this.#session.to,
      processId: this.processId,
      callId: this.#session.callId,
    };
  }
}

import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import type { TonePlan } from "../core/call_progress.ts";
import type { Content } from "../media/content.ts";
import type {
  IncomingSession,
  OutgoingSession,
  SessionEnd,
} from "../sip/session.ts";
import { checkContent } from "../sound/check_content.ts";
import { recordFormat } from "../sound/record_format.ts";
import type { SoundFile } from "../sound/file_recording.ts";
import type { Sound } from "../sound/sound.ts";
import type { Action } from "./action.ts";
import { Answer, type AnswerParts } from "./answer.ts";
import { ConfEnter } from "./conf_enter.ts";
import { Connect } from "./connect.ts";
import { Connected, type SecondParty } from "./connected.ts";
import { Dial } from "./dial.ts";
import { DialledFor } from "./dialled_for.ts";
import type { Leg } from "./leg.ts";
import { CallLife, type CallParts, DECLINE } from "./life.ts";
import type { Meeting } from "./meeting.ts";
import {
  type CallDirection,
  type CallMethod,
  checkMethod,
  checkParent,
  checkSecondParty,
  type Standing,
} from "./methods.ts";
import type {
  AnswerParameters,
  ConfEnterParameters,
  ConnectParameters,
  ConstructParameters,
  PlayParameters,
  ProgressParameters,
  ReceiveDtmfParameters,
  RecordParameters,
} from "./parameters.ts";
import type { Provenance } from "./news.ts";
import { Play } from "./play.ts";
import { Progress } from "./progress.ts";
import { ReceiveDtmf } from "./receive_dtmf.ts";
import { Record } from "./record.ts";
import { SendDtmf } from "./send_dtmf.ts";
import type { CallSnapshot } from "./snapshot.ts";
import type { Stage } from "./stage.ts";
import type { CallInput, CallState } from "./states.ts";
import { redirectTarget } from "./target.ts";

/** A session and the side that started it. */
export type Origin =
  | { readonly direction: "inbound"; readonly session: IncomingSession }
  | { readonly direction: "outbound"; readonly session: OutgoingSession };

/** What makes a call this call. */
export interface CallSeed {
  readonly resId: string;
  readonly processId: number;
  readonly userData: string | null;
  readonly leg: Leg;
  /** Our address as the SDP says it; the way to the peer may change. */
  readonly address: () => string;
}

/**
 * A call as applications command it. A command takes effect at once or throws
 * a CtiError (`wrongState`, `wrongDirection`, `badParams`, `forbiddenPath`) and
 * changes nothing; what comes of it is told by an event.
 */
export class Call {
  readonly resId: string;
  readonly processId: number;
  readonly direction: CallDirection;
  readonly #origin: Origin;
  readonly #life: CallLife;
  readonly #leg: Leg;
  readonly #sound: Sound;
  readonly #tonePlan: TonePlan;
  readonly #log: Log;
  readonly #address: () => string;
  #parentResId: string | null = null;

  constructor(parts: CallParts, seed: CallSeed, origin: Origin) {
    const { resId, processId, userData, leg, address } = seed;
    const who = { resId, processId, leg, ...origin };
    this.resId = resId;
    this.processId = processId;
    this.direction = origin.direction;
    this.#origin = origin;
    this.#leg = leg;
    this.#sound = parts.sound;
    this.#tonePlan = parts.tonePlan;
    this.#log = parts.log;
    this.#address = address;
    this.#life = new CallLife(parts, who, userData);
  }

  get state(): CallState {
    return this.#life.state;
  }

  get userData(): string | null {
    return this.#life.news.userData;
  }

  /** An incoming call rings and is told of: by the registry, once. */
  arrive(provenance: Provenance): void {
    if (this.#origin.direction === "inbound") this.#ring(this.#origin.session);
    this.#life.watchRest();
    this.#life.news.incoming(provenance);
    this.#listen();
  }

  /** An outgoing call's INVITE is on its way: by the registry, once. */
  dial(
    { maxRingSeconds, maxAnswerSeconds, parentResId }: ConstructParameters,
    parent: DialledFor | null,
  ): void {
    this.#parentResId = parentResId;
    const leg = this.#leg;
    const ringing = () => this.#life.news.ringing();
    const heard = () => this.#life.news.earlyMedia();
    this.#life.allow(maxAnswerSeconds);
    this.#life.begin(
      null,
      (stage) =>
        new Dial(stage, { leg, maxRingSeconds, parent, ringing, heard }),
    );
    this.#listen();
  }

  /**
   * Another call is to be dialled for this one, which hears meanwhile this
   * or how that rings.
   *
   * @throws {CtiError} `wrongState` or `forbiddenPath`
   */
  awaitDialled(content: Content | null): DialledFor {
    checkParent(this.#standing);
    if (content) checkContent(this.#sound, content);
    const options = { content, plan: this.#tonePlan };
    const make = (stage: Stage) => new DialledFor(stage, options);
    return this.#life.begin("dial", make);
  }

  /** All that there is to know of it. Asking counts as no command. */
  snapshot(): CallSnapshot {
    checkMethod("get", this.#standing);
    const { news, answerTime, action } = this.#life;
    const confResId = action instanceof ConfEnter ? action.confResId : null;
    return {
      ...news.identity(),
      state: this.state,
      callDir: this.direction,
      beginTime: news.beginTime,
      answerTime,
      parentResId: this.#parentResId,
      confResId,
    };
  }

  /** Does nothing but show that the application still cares. */
  nop(): void {
    this.#command("nop");
  }

  answer({ maxAnswerSeconds, userData }: AnswerParameters): void {
    const parts = this.#partsWith(this.#unanswered("answer"));
    this.#life.news.userData ??= userData;
    this.#life.allow(maxAnswerSeconds);
    this.#life.startLimit();
    this.#life.begin("answer", (stage) => new Answer(stage, parts));
  }

  /** Lets a caller hear something before he is answered. */
  progress(options: ProgressParameters): void {
    const session = this.#unanswered("progress");
    const { content } = options;
    if (session.offer === null && session.reliability === "none") {
      const text = "The caller wants to hear nothing before the answer";
      throw new CtiError("wrongState", text, { state: this.state });
    }
    if (content) checkContent(this.#sound, content);
    const parts = this.#partsWith(session);
    this.#life.begin(null, (stage) => new Progress(stage, parts, options));
  }

  /** Refuses, cancels or hangs up; `cause` is a SIP status. */
  drop(cause: number = DECLINE): void {
    this.#command("drop");
    this.#life.hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  /** `drop` for an incoming call that has not been answered. */
  reject(cause: number = DECLINE): void {
    this.#command("reject");
    this.#life.hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  redirect(redirectUri: string): void {
    const session = this.#unanswered("redirect");
    session.redirect(redirectTarget(redirectUri, session.requestUri));
    this.#life.release({ by: "application", cause: 302 });
  }

  playStart(options: PlayParameters): void {
    this.#command("play_start");
    checkContent(this.#sound, options.content);
    this.#begin("play", (stage) => new Play(stage, options));
  }

  playStop(): void {
    this.#stop("play_stop");
  }

  recordStart(options: RecordParameters): void {
    this.#command("record_start");
    const file = this.#fileFor(options.recordFile, options.recordFormat, 1);
    this.#begin("record", (stage) => new Record(stage, file, options));
  }

  recordStop(): void {
    this.#stop("record_stop");
  }

  sendDtmfStart(keys: string): void {
    this.#command("send_dtmf_start");
    this.#begin("sendDtmf", (stage) => new SendDtmf(stage, keys));
  }

  sendDtmfStop(): void {
    this.#stop("send_dtmf_stop");
  }

  receiveDtmfStart(options: ReceiveDtmfParameters): void {
    this.#command("receive_dtmf_start");
    const { playContent } = options;
    if (playContent) checkContent(this.#sound, playContent);
    this.#begin("receiveDtmf", (stage) => new ReceiveDtmf(stage, options));
  }

  receiveDtmfStop(): void {
    this.#stop("stop_receive_dtmf_start");
  }

  /** Connects it with another call; both go Idle when that is over. */
  connectStart(second: SecondParty, options: ConnectParameters): void {
    this.#command("connect_start");
    if (second === this) throw connectedToItself();
    const { schedule } = options;
    if (schedule) checkContent(this.#sound, schedule.content);
    const file = this.#connectionFile(options);
    const other = second.beConnected();
    this.#begin(
      "connect",
      (stage) => new Connect(stage, other, { ...options, file }),
    );
  }

  beConnected(): Connected {
    checkSecondParty(this.#standing);
    return this.#begin("connect", (stage) => new Connected(stage));
  }

  connectStop(): void {
    this.#stop("connect_stop");
  }

  #connectionFile(options: ConnectParameters): SoundFile | null {
    const { recordFile, recordFormat, recordChannels } = options;
    if (recordFile === null) return null;
    return this.#fileFor(recordFile, recordFormat, recordChannels);
  }

  /** Enters a conference; from a play too, where that is to be ended. */
  confEnter(meeting: Meeting, options: ConfEnterParameters): void {
    const { greeting, breakingPlay } = options;
    const breaks = breakingPlay && this.state === "Play";
    this.#command(breaks ? "play_stop" : "conf_enter");
    if (greeting !== null) checkContent(this.#sound, greeting);
    const { resId, userData } = this;
    const who = { resId, userData };
    this.#begin("conf", (stage) => new ConfEnter(stage, meeting, who, options));
  }

  /** @throws {CtiError} `unknownResource` for another than it is in */
  confExit(confResId: string): void {
    this.#command("conf_exit");
    const { action } = this.#life;
    if (action instanceof ConfEnter && action.confResId === confResId) {
      return action.stop();
    }
    const text = `The call is not in a conference "${confResId}"`;
    throw new CtiError("unknownResource", text);
  }

  #fileFor(path: string, format: number, channels: 1 | 2): SoundFile {
    this.#sound.check(path, "record");
    return { path, format: recordFormat(format, channels), channels };
  }

  #partsWith(session: IncomingSession): AnswerParts {
    return { leg: this.#leg, address: this.#address(), session };
  }

  /** Ringing that has to offer our sound waits for its port (RFC 3262 §5). */
  #ring(session: IncomingSession): void {
    const { offer, reliability } = session;
    if (offer !== null || reliability !== "required") return session.ring();
    this.#leg.open().then(() => {
      if (this.state === "Released") return;
      session.ring(this.#leg.describe(null, this.#address()));
    }, (error) => this.#log.warn("A call cannot ring", { error }));
  }

  get #standing(): Standing {
    const { state, direction } = this;
    const isSecondParty = this.#life.action instanceof Connected;
    return { state, direction, isSecondParty };
  }

  #command(method: CallMethod): void {
    checkMethod(method, this.#standing);
    this.#life.watchRest();
  }

  #begin<Begun extends Action>(
    input: CallInput,
    make: (stage: Stage) => Begun,
  ): Begun {
    return this.#life.begin(input, make);
  }

  #stop(method: CallMethod): void {
    this.#command(method);
    this.#life.action?.stop();
  }

  #unanswered(method: CallMethod): IncomingSession {
    this.#command(method);
    if (this.#origin.direction === "inbound") return this.#origin.session;
    throw new TypeError(`${method} passed on an outbound call`);
  }

  /** What ends a call that is not up is not always what was asked for. */
  #causeOf(cause: number): number {
    if (this.#life.answerTime !== null) return cause;
    if (this.direction === "outbound") return 487;
    return cause >= 400 && cause <= 699 ? cause : DECLINE;
  }

  /** A session that has ended already says so here and now. */
  #listen(): void {
    this.#origin.session.listen({
      provisional: (status, sdp) => this.#dialling?.provisional(status, sdp),
      accepted: (sdp) => this.#dialling?.accepted(sdp),
      acknowledged: (sdp) => this.#acknowledged(sdp),
      offered: (sdp) => this.#offered(sdp),
      described: (sdp) => this.#leg.settle(sdp),
      restated: () => this.#leg.repeat(),
      key: (key) => this.#life.key(key, "info"),
      referred: (referral) => this.#life.news.referred(referral),
      ended: (end) => this.#ended(end),
    });
  }

  /** A 408 says that nobody was heard of, whoever says it. */
  #ended({ by, status, cause: reason }: SessionEnd): void {
    const who = by === "remote" && status !== 408 ? "peer" : "network";
    this.#life.release({ by: who, cause: status, ...reason && { reason } });
  }

  get #dialling(): Dial | null {
    const { action } = this.#life;
    return action instanceof Dial ? action : null;
  }

  #acknowledged(sdp: string | null): void {
    const { action } = this.#life;
    if (action instanceof Answer) return action.acknowledged(sdp);
    if (this.#leg.isOffering && sdp !== null) this.#leg.settle(sdp);
  }

  /** Of a re-INVITE or UPDATE without an offer we make it. */
  #offered(sdp: string | null): string | null {
    if (!this.#leg.isAgreed) return null;
    return sdp === null
      ? this.#leg.offer(this.#address())
      : this.#leg.answer(sdp, this.#address());
  }
}

function connectedToItself(): CtiError {
  const expected = "the id of another call";
  const text = "Can not connect a call with itself";
  return new CtiError("badParams", text, { param: "call_res_id", expected });
}

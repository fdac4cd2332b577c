import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import type {
  IncomingSession,
  OutgoingSession,
  SessionEnd,
} from "../sip/session.ts";
import { checkContent } from "../sound/check_content.ts";
import { Answer, type AnswerParts } from "./answer.ts";
import { ConfEnter } from "./conf_enter.ts";
import { Dial } from "./dial.ts";
import type { DialledFor } from "./dialled_for.ts";
import { EstablishedCall } from "./established_call.ts";
import type { Leg } from "./leg.ts";
import { type CallParts, DECLINE } from "./life.ts";
import { type CallMethod, checkMethod } from "./methods.ts";
import type { Provenance } from "./news.ts";
import type {
  AnswerParameters,
  ConstructParameters,
  ProgressParameters,
} from "./parameters.ts";
import { Progress } from "./progress.ts";
import type { CallSnapshot } from "./snapshot.ts";
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
export class Call extends EstablishedCall {
  readonly #origin: Origin;
  readonly #leg: Leg;
  readonly #log: Log;
  readonly #address: () => string;
  #parentResId: string | null = null;

  constructor(parts: CallParts, seed: CallSeed, origin: Origin) {
    const { resId, processId, userData, leg, address } = seed;
    super(parts, { resId, processId, leg, ...origin }, userData);
    this.#origin = origin;
    this.#leg = leg;
    this.#log = parts.log;
    this.#address = address;
  }

  /** An incoming call rings and is told of: by the registry, once. */
  arrive(provenance: Provenance): void {
    if (this.#origin.direction === "inbound") this.#ring(this.#origin.session);
    this.life.watchRest();
    this.life.news.incoming(provenance);
    this.#listen();
  }

  /** An outgoing call's INVITE is on its way: by the registry, once. */
  dial(
    { maxRingSeconds, maxAnswerSeconds, parentResId }: ConstructParameters,
    parent: DialledFor | null,
  ): void {
    this.#parentResId = parentResId;
    const leg = this.#leg;
    const ringing = () => this.life.news.ringing();
    const heard = () => this.life.news.earlyMedia();
    this.life.allow(maxAnswerSeconds);
    this.life.begin(
      null,
      (stage) =>
        new Dial(stage, { leg, maxRingSeconds, parent, ringing, heard }),
    );
    this.#listen();
  }

  /** All that there is to know of it. Asking counts as no command. */
  snapshot(): CallSnapshot {
    checkMethod("get", this.standing);
    const { news, answerTime, action } = this.life;
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

  answer({ maxAnswerSeconds, userData }: AnswerParameters): void {
    const parts = this.#partsWith(this.#unanswered("answer"));
    this.life.news.userData ??= userData;
    this.life.allow(maxAnswerSeconds);
    this.life.startLimit();
    this.life.begin("answer", (stage) => new Answer(stage, parts));
  }

  /** Lets a caller hear something before he is answered. */
  progress(options: ProgressParameters): void {
    const session = this.#unanswered("progress");
    const { content } = options;
    if (session.offer === null && session.reliability === "none") {
      const text = "The caller wants to hear nothing before the answer";
      throw new CtiError("wrongState", text, { state: this.state });
    }
    if (content) checkContent(this.sound, content);
    const parts = this.#partsWith(session);
    this.life.begin(null, (stage) => new Progress(stage, parts, options));
  }

  /** Refuses, cancels or hangs up; `cause` is a SIP status. */
  drop(cause: number = DECLINE): void {
    this.command("drop");
    this.life.hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  /** `drop` for an incoming call that has not been answered. */
  reject(cause: number = DECLINE): void {
    this.command("reject");
    this.life.hangUp({ by: "application", cause: this.#causeOf(cause) });
  }

  redirect(redirectUri: string): void {
    const session = this.#unanswered("redirect");
    session.redirect(redirectTarget(redirectUri, session.requestUri));
    this.life.release({ by: "application", cause: 302 });
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

  #unanswered(method: CallMethod): IncomingSession {
    this.command(method);
    if (this.#origin.direction === "inbound") return this.#origin.session;
    throw new TypeError(`${method} passed on an outbound call`);
  }

  /** What ends a call that is not up is not always what was asked for. */
  #causeOf(cause: number): number {
    if (this.life.answerTime !== null) return cause;
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
      key: (key) => this.life.key(key, "info"),
      referred: (referral) => this.life.news.referred(referral),
      ended: (end) => this.#ended(end),
    });
  }

  /** A 408 says that nobody was heard of, whoever says it. */
  #ended({ by, status, cause: reason }: SessionEnd): void {
    const who = by === "remote" && status !== 408 ? "peer" : "network";
    this.life.release({ by: who, cause: status, ...reason && { reason } });
  }

  get #dialling(): Dial | null {
    const { action } = this.life;
    return action instanceof Dial ? action : null;
  }

  #acknowledged(sdp: string | null): void {
    const { action } = this.life;
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

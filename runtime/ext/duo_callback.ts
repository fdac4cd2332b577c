import { CtiError } from "../base/fault.ts";
import type { UnixSeconds } from "../base/units.ts";
import {
  type Call,
  CallEnded,
  type Client,
  type ConnectOptions,
} from "../client/mod.ts";
import type { DuoCallbackParameters } from "../rpc/ext.ts";
import { failureText } from "./failure.ts";
import type { ServiceParts } from "./service_parts.ts";

/** `ring_play_mode`: what the far end sends is heard, not the file. */
const FAR_TONE = 3;
/** `play_mode`: over and over; after a while. */
const LOOPED = 1;
const LATER = 3;
/** As often as a connection plays anything. */
const FOR_EVER = 1000;
/** A call outlives what is done in it by so long, s; a week at most. */
const SPARE = 60;
const LONGEST = 604_800;

type State = "Initiated" | "Answered" | "Connected" | "Released";
/** How dialling one of the two came out. */
type Dialled = { readonly answerTime: number } | CallEnded;

/** Calls one, then another, and connects them. */
export class DuoCallback {
  readonly #parts: ServiceParts;
  readonly #resId: string;
  readonly #asked: DuoCallbackParameters;
  readonly #begin: UnixSeconds;
  readonly #first: Call;
  #second: Call | null = null;
  #state: State = "Initiated";
  #answerTime: number | null = null;
  #connectTime: number | null = null;
  #hangupBy = 0;
  #cancelled = false;

  constructor(
    parts: ServiceParts,
    resId: string,
    first: Call,
    asked: DuoCallbackParameters,
  ) {
    this.#parts = parts;
    this.#resId = resId;
    this.#asked = asked;
    this.#begin = parts.clock.date();
    this.#first = first;
    this.#watch(first, 1);
  }

  static dialFirst(
    client: Client,
    asked: DuoCallbackParameters,
  ): Promise<Call> {
    const { maxConnectSeconds, maxRingSeconds } = asked;
    return client.construct({
      fromUri: asked.from1Uri,
      toUri: asked.to1Uri,
      maxRingSeconds,
      maxAnswerSeconds: lasting(maxConnectSeconds + maxRingSeconds),
      userData: asked.userData1,
    });
  }

  /** Does it all; `over` is called right before its end is told. */
  async run(over: () => void): Promise<void> {
    const error = await this.#course();
    const calls = [this.#first, this.#second].filter((call) => call !== null);
    for (const call of calls) await call.drop().catch(() => {});
    await Promise.all(calls.map((call) => call.released));
    this.#state = "Released";
    over();
    this.#parts.emit({
      type: "duoCallbackReleased",
      resId: this.#resId,
      error: this.#cancelled ? null : error,
      beginTime: this.#begin,
      answerTime: this.#answerTime,
      connectTime: this.#connectTime,
      endTime: this.#parts.clock.date(),
      hangupBy: this.#hangupBy,
      ...this.#userData,
    });
  }

  /** @throws {CtiError} `wrongState` once the second one has answered */
  cancel(): void {
    const state = this.#state;
    if (state !== "Initiated" && state !== "Answered") {
      const text =
        `Can not perform method "duo_callback.cancel" on a call-back whose state is "${state}"`;
      const allowed_methods = ["ext.duo_callback.exists"];
      throw new CtiError("wrongState", text, { state, allowed_methods });
    }
    this.#cancelled = true;
    // One that has ended meanwhile is what is wanted.
    for (const call of [this.#first, this.#second]) {
      call?.drop().catch(() => {});
    }
  }

  get #userData() {
    const { userData1 = null, userData2 = null } = this.#asked;
    return { userData1, userData2 };
  }

  /** Until it is over; gives what went wrong, null if nothing did. */
  async #course(): Promise<string | null> {
    const first = await this.#dial1();
    if (first instanceof CallEnded) return await failed(this.#first, first);
    const second = await this.#dial2();
    if (!second) return "dial error";
    const answered = await this.#answer2(second);
    if (answered instanceof CallEnded) return await failed(second, answered);
    return await this.#connect(second);
  }

  async #dial1(): Promise<Dialled> {
    const dialled = await outcome(this.#first);
    if (!(dialled instanceof CallEnded)) {
      this.#state = "Answered";
      this.#answerTime = dialled.answerTime;
    }
    this.#tellDialled("duoCallbackDial1Completed", this.#begin, dialled);
    return dialled;
  }

  /** Null where the second one cannot be called, such as for want of a first. */
  async #dial2(): Promise<Call | null> {
    try {
      this.#second = await this.#parts.client.construct(this.#secondCall());
    } catch {
      return null;
    }
    this.#watch(this.#second, 2);
    return this.#second;
  }

  #secondCall() {
    const asked = this.#asked;
    const silent = asked.ringPlayMode === FAR_TONE;
    return {
      fromUri: asked.from2Uri,
      toUri: asked.to2Uri,
      maxRingSeconds: asked.maxRingSeconds,
      maxAnswerSeconds: lasting(asked.maxConnectSeconds),
      parentCallResId: this.#first.resId,
      ringPlayFile: silent ? undefined : asked.ringPlayFile,
      userData: asked.userData2,
    };
  }

  /** Nobody is called for one who has hung up. */
  async #answer2(second: Call): Promise<Dialled> {
    const beginTime = this.#parts.clock.date();
    this.#parts.emit({
      type: "duoCallbackDial2Started",
      resId: this.#resId,
      beginTime,
      ...this.#userData,
    });
    const waiting = () => this.#state === "Answered";
    if (this.#cancelled) void second.drop().catch(() => {});
    void this.#first.released.then(() => {
      if (waiting()) void second.drop().catch(() => {});
    });
    const dialled = await outcome(second);
    if (!(dialled instanceof CallEnded)) {
      this.#state = "Connected";
      this.#connectTime = dialled.answerTime;
    }
    this.#tellDialled("duoCallbackDial2Completed", beginTime, dialled);
    return dialled;
  }

  /** Who hung up is known a moment after that somebody did. */
  async #connect(second: Call): Promise<string | null> {
    const error = await this.#first.connect(second, this.#connection())
      .then((over) => over.error, connectError);
    if (error === "bridge timeout") return "connect timeout";
    if (error === null || !error.startsWith("hungup")) return "connect error";
    await Promise.race([this.#first.released, second.released]);
    return null;
  }

  #connection(): ConnectOptions {
    const { maxConnectSeconds, recordFile, recordFormat } = this.#asked;
    const { playMode, playFile, playAfterSeconds = 0 } = this.#asked;
    const later = playMode === LATER ? playAfterSeconds : 0;
    return {
      maxSeconds: maxConnectSeconds,
      recordFile,
      recordFormat,
      ...playFile !== undefined && {
        schedulePlayFile: playFile,
        // A second that has begun is one that is over.
        schedulePlayTime: this.#parts.clock.date() + Math.max(1, later),
        schedulePlayLoop: playMode === LOOPED ? FOR_EVER : 1,
      },
    };
  }

  /** Whoever of the two hangs up first has ended it. */
  #watch(call: Call, who: 1 | 2): void {
    void call.released.then(({ droppedBy, answerTime }) => {
      if (droppedBy === "usr" && answerTime !== null) this.#hangupBy ||= who;
    });
  }

  #tellDialled(
    type: "duoCallbackDial1Completed" | "duoCallbackDial2Completed",
    beginTime: number,
    dialled: Dialled,
  ): void {
    const failed = dialled instanceof CallEnded;
    this.#parts.emit({
      type,
      resId: this.#resId,
      error: failed ? dialled.reason : null,
      beginTime,
      answerTime: failed ? null : dialled.answerTime,
      endTime: this.#parts.clock.date(),
      ...this.#userData,
    });
  }
}

function lasting(seconds: number): number {
  return Math.min(LONGEST, seconds + SPARE);
}

async function outcome(call: Call): Promise<Dialled> {
  try {
    const { answerTime, endTime } = await call.dialled;
    return { answerTime: answerTime ?? endTime };
  } catch (error) {
    if (error instanceof CallEnded) return error;
    throw error;
  }
}

async function failed(call: Call, why: CallEnded): Promise<string | null> {
  return failureText(why, await call.released);
}

/** Where one of the two was gone before they could be connected. */
function connectError(error: unknown): string {
  return error instanceof CallEnded ? "hungup before" : "connect error";
}

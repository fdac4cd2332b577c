import type { Cancel, Clock } from "../base/clock.ts";
import {
  inMilliseconds,
  type Milliseconds,
  milliseconds,
} from "../base/units.ts";
import { AskedInterval, type SessionInterval } from "./asked_interval.ts";
import type { Field } from "./headers.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import type { Objection } from "./objection.ts";
import {
  minSeIn,
  type RefresherRole,
  sessionExpires,
  sessionExpiresIn,
} from "./session_expires.ts";
import { T1 } from "./timers.ts";

/** What the passing of time asks of a session. */
export interface TimerEvents {
  /** It is time that we refresh the session. */
  due(): void;
  /** Nobody has refreshed it. */
  expired(): void;
}

/** The agreed life of the session. */
interface Agreed {
  readonly seconds: number;
  readonly isOurs: boolean;
}

/** RFC 4028 §10: so many seconds before its end an unkept session ends. */
const MARGIN = 32;

const TAG = "timer";

/** Keeps a session from outliving its peers (RFC 4028). */
export class SessionTimer {
  readonly #clock: Clock;
  readonly #wanted: SessionInterval;
  readonly #events: TimerEvents;
  #agreed: Agreed | null = null;
  #asked: AskedInterval;
  /** When the session expires. */
  #deadline: Milliseconds;
  #due: Cancel = () => {};
  #expiry: Cancel = () => {};

  constructor(clock: Clock, wanted: SessionInterval, events: TimerEvents) {
    this.#clock = clock;
    this.#wanted = wanted;
    this.#events = events;
    this.#asked = new AskedInterval(wanted);
    this.#deadline = clock.now();
  }

  /** What a request of ours that refreshes the session says (§7.4). */
  get asked(): Field[] {
    const now = this.#agreed;
    if (!now) return this.#asked.fields;
    return this.#asked.fieldsFor(now.seconds, now.isOurs ? "uac" : "uas");
  }

  /** A 2xx of ours to INVITE or UPDATE: what it says, from when on. */
  answer(request: SipRequest): Field[] {
    const agreed = this.#agreeTo(request);
    this.#start(agreed);
    if (!agreed) return [];
    const role: RefresherRole = agreed.isOurs ? "uas" : "uac";
    const said = sessionExpires(agreed.seconds, role);
    return agreed.isOurs ? [said] : [["Require", TAG], said];
  }

  /** The 2xx to our INVITE came, which asked for that. */
  begin(response: SipResponse, asked: AskedInterval): void {
    this.#asked = asked;
    this.settle(response);
  }

  /** A 2xx to a request of ours (§7.2); without a word of it there is none. */
  settle({ headers }: SipResponse): void {
    const said = sessionExpiresIn(headers);
    const isOurs = said?.refresher !== "uas";
    this.#start(said && { seconds: said.seconds, isOurs });
  }

  /** A 422 came (§7.3); false: asking once more is in vain. */
  raise(response: SipResponse): boolean {
    return this.#asked.raise(response);
  }

  /** A refresh went wrong: once more when half of what is left has passed. */
  tryLater(): void {
    const half = milliseconds((this.#deadline - this.#clock.now()) / 2);
    if (half >= T1) this.#wait(half);
  }

  stop(): void {
    this.#due();
    this.#expiry();
  }

  /** §9, table 2. */
  #agreeTo(request: SipRequest): Agreed | null {
    const asked = sessionExpiresIn(request.headers);
    const able = supports(request);
    if (!asked) return able ? this.#proposed(request) : this.#ours;
    const { seconds, refresher } = asked;
    // What an intermediary put in too short cannot be refused (§9).
    if (seconds < this.#wanted.minSe) return this.#ours;
    const role = refresher ?? (this.#agreed?.isOurs ? "uas" : "uac");
    return { seconds, isOurs: !able || role === "uas" };
  }

  /** Who keeps a session by itself may go on with it. */
  get #ours(): Agreed | null {
    return this.#agreed?.isOurs ? this.#agreed : null;
  }

  #proposed({ headers }: SipRequest): Agreed | null {
    if (this.#agreed) return this.#agreed;
    const { expires } = this.#wanted;
    if (expires === 0) return null;
    const seconds = Math.max(expires, minSeIn(headers), this.#asked.least);
    return { seconds, isOurs: true };
  }

  #start(agreed: Agreed | null): void {
    this.stop();
    this.#agreed = agreed;
    if (!agreed) return;
    const { seconds, isOurs } = agreed;
    const life = inMilliseconds(seconds - Math.min(MARGIN, seconds / 3));
    this.#deadline = milliseconds(this.#clock.now() + life);
    this.#expiry = this.#clock.after(life, () => this.#events.expired());
    if (isOurs) this.#wait(inMilliseconds(seconds / 2));
  }

  #wait(span: Milliseconds): void {
    this.#due();
    this.#due = this.#clock.after(span, () => this.#events.due());
  }
}

/** §9: 422 to a life too short, unless its asker would not understand. */
export function intervalObjection(
  request: SipRequest,
  { minSe }: SessionInterval,
): Objection | null {
  if (request.method !== "INVITE" && request.method !== "UPDATE") return null;
  const asked = sessionExpiresIn(request.headers);
  const isShort = asked !== null && asked.seconds < minSe;
  if (!isShort || !supports(request)) return null;
  return { status: 422, fields: [["Min-SE", `${minSe}`]] };
}

/** An option tag is compared without regard to case (RFC 3261 §7.3.1). */
function supports({ headers }: SipRequest): boolean {
  return headers.list("Supported").some((tag) => tag.toLowerCase() === TAG);
}

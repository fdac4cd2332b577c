import type { Cancel } from "../base/clock.ts";
import { inMilliseconds } from "../base/units.ts";
import { ALLOW } from "./capabilities.ts";
import type { Credentials } from "./credentials.ts";
import type { Draft } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { Exchange } from "./exchange.ts";
import { grantedSeconds, secondsIn } from "./granted.ts";
import type { Field } from "./headers.ts";
import type { SipResponse } from "./message.ts";
import {
  REGISTRATION,
  type RegistrationAction,
  type RegistrationInput,
} from "./registration_machine.ts";
import { retryAfterIn } from "./retry_after.ts";
import { type Performances, Running } from "./running.ts";
import { GIVE_UP } from "./timers.ts";
import type { Hop } from "./transport.ts";
import type { SipUri } from "./uri.ts";

export interface RegistrationParts {
  /** Our name at the registrar; its calls will ask for it. */
  readonly user: string;
  /** `host[:port]` of the address of record and of the Request-URI. */
  readonly domain: string;
  /** Where the registrar is, the first first. */
  readonly route: readonly [SipUri, ...SipUri[]];
  /** For how many seconds a binding is asked for. */
  readonly seconds: number;
  readonly credentials: Credentials | null;
  /** Whether there is a binding now; only where that is new. */
  readonly changed: (isRegistered: boolean, status: number) => void;
}

const CALL_ID_LENGTH = 24;
const TAG_LENGTH = 10;
/** Longer than a registrar has any reason to want: a day. */
const LONGEST = 86_400;
/** Two requests may fail, one after the other, before a binding expires. */
const MARGIN = 2 * GIVE_UP;
/** RFC 5626 §4.5: seconds; doubled with each failure in a row. */
const FIRST_RETRY = 30;
const LONGEST_RETRY = 1800;
/** Where the wait cannot double any more. */
const MOST_DOUBLINGS = 6;

/** Keeps us registered (RFC 3261 §10.2): one binding, at one registrar. */
export class Registration {
  private static readonly PERFORM: Performances<
    RegistrationAction,
    Registration
  > = {
    sendBinding: (it) => it.#send(it.#seconds),
    sendRemoval: (it) => it.#send(0),
    startRefresh: (it) => it.#after(it.#untilRefresh()),
    startRetry: (it) => it.#after(it.#untilRetry()),
    stopTimer: (it) => it.#timer(),
    tellUp: (it) => it.#tell(true),
    tellDown: (it) => it.#tell(false),
  };

  readonly #endpoint: Endpoint;
  readonly #parts: RegistrationParts;
  readonly #machine = new Running(
    REGISTRATION,
    "off",
    Registration.PERFORM,
    this,
  );
  /** §10.2: the same for all requests to one registrar. */
  readonly #callId: string;
  readonly #tag: string;
  #cseq = 0;
  #seconds: number;
  /** It was asked for longer because the registrar wants that. */
  #isRaised = false;
  #granted = 0;
  #failures = 0;
  /** What came last: its status, and how long it says to wait. */
  #status = 0;
  #retryAfter = 0;
  #contact: Field = ["Contact", ""];
  #exchange: Exchange | null = null;
  #isRegistered: boolean | null = null;
  #timer: Cancel = () => {};

  constructor(endpoint: Endpoint, parts: RegistrationParts) {
    this.#endpoint = endpoint;
    this.#parts = parts;
    this.#seconds = parts.seconds;
    this.#callId = endpoint.chance.token(CALL_ID_LENGTH);
    this.#tag = endpoint.chance.token(TAG_LENGTH);
  }

  /** Whether there is a binding; null before the first answer. */
  get isRegistered(): boolean | null {
    return this.#isRegistered;
  }

  /** Whether a binding is being taken back and that is not answered yet. */
  get isLeaving(): boolean {
    const { state } = this.#machine;
    return state === "parting" || state === "leaving";
  }

  start(): void {
    this.#machine.input("start");
  }

  /** Takes the binding back (§10.2.2), and asks for none any more. */
  stop(): void {
    this.#machine.input("stop");
  }

  /** Stops what would still happen by itself, without a word. */
  close(): void {
    this.#timer();
    this.#exchange?.close();
  }

  #tell(isRegistered: boolean): void {
    if (isRegistered === this.#isRegistered) return;
    this.#isRegistered = isRegistered;
    this.#parts.changed(isRegistered, this.#status);
  }

  #after(seconds: number): void {
    this.#timer = this.#endpoint.clock.after(inMilliseconds(seconds), () => {
      this.#machine.input("timer");
    });
  }

  #send(seconds: number): void {
    const cseq = () => ++this.#cseq;
    const { credentials } = this.#parts;
    const draft = this.#draft(seconds, cseq());
    const parts = { credentials, cseq };
    this.#exchange = new Exchange(this.#endpoint, draft, parts, {
      response: (response) => {
        const isFinal = response.status >= 200;
        if (isFinal) this.#input(response.status, response, seconds);
      },
      failed: (status) => this.#input(status, null, seconds),
    });
  }

  #draft(seconds: number, cseq: number): Draft {
    const { user, domain, route: [nextHop, ...otherHops] } = this.#parts;
    const own = `<sip:${user}@${domain}>`;
    return {
      method: "REGISTER",
      uri: `sip:${domain}`,
      nextHop,
      otherHops,
      cseq,
      fields: [
        ["From", `${own};tag=${this.#tag}`],
        ["To", own],
        ["Call-ID", this.#callId],
        ["Expires", `${seconds}`],
        ALLOW,
      ],
      at: (hop) => ({ fields: [this.#contactAt(hop, seconds)] }),
    };
  }

  #contactAt(hop: Hop, seconds: number): Field {
    const { user } = this.#parts;
    const [name, contact] = this.#endpoint.contactFor(hop, { user });
    return this.#contact = [name, `${contact};expires=${seconds}`];
  }

  #input(status: number, response: SipResponse | null, asked: number): void {
    this.#status = status;
    this.#retryAfter = response ? retryAfterIn(response) ?? 0 : 0;
    this.#machine.input(this.#meaningOf(response, asked));
  }

  #meaningOf(response: SipResponse | null, asked: number): RegistrationInput {
    if (response === null) return "refused";
    const { status, headers } = response;
    if (status < 300) {
      this.#isRaised = false;
      this.#granted = grantedSeconds(headers, this.#contact, asked);
      return this.#granted > 0 || asked === 0 ? "accepted" : "refused";
    }
    const least = secondsIn(headers, "Min-Expires") ?? 0;
    if (status !== 423 || least <= asked || least > LONGEST) return "refused";
    // §10.2.8; one that wants more and more gets it no more.
    if (this.#isRaised) return "refused";
    this.#isRaised = true;
    this.#seconds = least;
    return "tooBrief";
  }

  /** Seconds; soon enough to fail twice, and at half-time at the latest. */
  #untilRefresh(): number {
    this.#failures = 0;
    const granted = Math.min(this.#granted, LONGEST);
    return Math.max(granted / 2, granted - MARGIN / 1000);
  }

  /** Seconds; RFC 5626 §4.5: half of the wait is chance. */
  #untilRetry(): number {
    const doublings = Math.min(this.#failures++, MOST_DOUBLINGS);
    const most = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** doublings);
    const chosen = most / 2 + this.#endpoint.chance.integer(most / 2 + 1);
    return Math.max(chosen, Math.min(this.#retryAfter, LONGEST));
  }
}

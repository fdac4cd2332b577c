import type { Cancel } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import type { ClientTransaction, ClientUser } from "./client_transaction.ts";
import type { Credentials } from "./credentials.ts";
import type { Draft } from "./dialog.ts";
import type { Carried, Endpoint } from "./endpoint.ts";
import { locateEach } from "./locate_each.ts";
import type { SipResponse } from "./message.ts";
import { type Hop, preferring } from "./transport.ts";

export interface ExchangeParts {
  /**
   * A way to the peer that is known to lead there: taken first among others,
   * and alone where the address of the peer leads nowhere from here.
   */
  readonly known?: Hop;
  /**
   * Answers challenges; null where nobody's is answered, as in a call that
   * came in: its challenge would only want to know the password.
   */
  readonly credentials?: Credentials | null;
  /** The CSeq of the request as it goes out again (RFC 3261 §22.2, §8.1.3.5). */
  readonly cseq: () => number;
  /**
   * Whether a refusal is met by the same request in other words, to the same
   * server; never where it is absent.
   */
  readonly again?: (refusal: SipResponse) => boolean;
  /** A transaction is about to begin: the first, or another attempt. */
  readonly leaving?: (hop: Hop) => void;
}

const SOON = milliseconds(0);
/**
 * Challenges that one request answers: of a proxy and of the server behind it,
 * each once more for a nonce that was stale.
 */
const MOST_ANSWERS = 4;

/**
 * One request and all that it takes until somebody answers it: a server that
 * fails is followed by the next one (RFC 3263 §4.3), a challenge by the
 * request with its answer (RFC 3261 §22.2), a refusal by the request in other
 * words (§8.1.3.5). The user hears of none of them.
 */
export class Exchange {
  readonly #endpoint: Endpoint;
  readonly #parts: ExchangeParts;
  readonly #user: ClientUser;
  readonly #stopLocating: Cancel;
  #draft: Draft;
  /** Ways that were not tried yet. */
  #left: readonly Hop[] = [];
  /** UDP to the server that is being tried by TCP. */
  #spare: Hop | null = null;
  #current: ClientTransaction | null = null;
  /** The server under way has said something. */
  #heard = false;
  #attempts = 0;
  #answers = 0;
  #over = false;
  #closed = false;

  constructor(
    endpoint: Endpoint,
    draft: Draft,
    parts: ExchangeParts,
    user: ClientUser,
  ) {
    this.#endpoint = endpoint;
    this.#draft = draft;
    this.#parts = parts;
    this.#user = user;
    this.#stopLocating = locateEach(
      endpoint,
      [draft.nextHop, ...draft.otherHops ?? []],
      (hops) => this.#located(hops),
    );
  }

  /** The attempt under way, or the last one; null: nothing has left yet. */
  get current(): ClientTransaction | null {
    return this.#current;
  }

  /**
   * Makes no further attempt. What has not left never leaves, and nothing is
   * told of it; what has is told of when it is answered.
   */
  close(): void {
    this.#closed = true;
    this.#stopLocating();
  }

  #located(hops: readonly Hop[]): void {
    const { known } = this.#parts;
    const [first, ...others] = known ? preferring(known, hops) : hops;
    this.#left = others;
    if (first) return this.#attempt(first);
    this.#endpoint.clock.after(SOON, () => {
      if (!this.#closed) this.#user.failed(404);
    });
  }

  #attempt(hop: Hop): void {
    const carried = this.#endpoint.carried(this.#authorized(), hop);
    this.#spare = carried.hop === hop ? null : hop;
    this.#begin(carried);
  }

  #begin(carried: Carried): void {
    const attempt = ++this.#attempts;
    this.#heard = false;
    this.#parts.leaving?.(carried.hop);
    this.#current = this.#endpoint.start(carried, {
      response: (response) => this.#response(response),
      // An attempt that was followed by another may still fail: at its ACK.
      failed: (status) => attempt === this.#attempts && this.#failed(status),
    });
  }

  #authorized(): Draft {
    const fields = this.#parts.credentials?.authorize(this.#draft) ?? [];
    return { ...this.#draft, fields: [...this.#draft.fields, ...fields] };
  }

  #response(response: SipResponse): void {
    if (response.status < 200) this.#heard = true;
    else if (!this.#over && this.#goesOn(response)) return;
    else this.#over = true;
    this.#user.response(response);
  }

  /** A server that fails later than it answers is none of the user's. */
  #failed(status: 404 | 408 | 503): void {
    if (this.#over) return;
    if (status === 503 && this.#takeSpare()) return;
    const silent = status === 503 || !this.#heard;
    if (silent && this.#tryNext()) return;
    this.#over = true;
    this.#user.failed(status);
  }

  #goesOn(response: SipResponse): boolean {
    const { status } = response;
    if (status === 503) return this.#tryNext();
    if (status === 401 || status === 407) return this.#authorize(response);
    return !this.#closed && this.#parts.again?.(response) === true &&
      this.#repeat();
  }

  /** RFC 3261 §18.1.1: who cannot be reached by TCP may be by UDP. */
  #takeSpare(): boolean {
    const spare = this.#spare;
    if (this.#closed || !spare || this.#heard) return false;
    this.#spare = null;
    this.#endpoint.hasNoTcp(spare);
    this.#begin(this.#endpoint.complete(this.#authorized(), spare));
    return true;
  }

  #tryNext(): boolean {
    const [next, ...others] = this.#left;
    if (this.#closed || !next) return false;
    this.#left = others;
    this.#attempt(next);
    return true;
  }

  #authorize(response: SipResponse): boolean {
    const { credentials } = this.#parts;
    const last = this.#current;
    if (this.#closed || !credentials || !last) return false;
    if (++this.#answers > MOST_ANSWERS) return false;
    return credentials.challenged(response, last.request) && this.#repeat();
  }

  #repeat(): boolean {
    if (!this.#current) return false;
    this.#draft = { ...this.#draft, cseq: this.#parts.cseq() };
    this.#attempt(this.#current.hop);
    return true;
  }
}

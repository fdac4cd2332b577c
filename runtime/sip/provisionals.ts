import { utf8 } from "../base/bytes.ts";
import type { Cancel } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import { ALLOW, CONTENT_TYPE, SUPPORTED } from "./capabilities.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Field } from "./headers.ts";
import { sdpOf, type SipRequest } from "./message.ts";
import type { OfferState } from "./offer_state.ts";
import { parseRAck, type RAck } from "./rack.ts";
import { ReliableProvisionals } from "./reliable_provisionals.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type { Reliability } from "./session.ts";
import type { Told } from "./told.ts";

export interface ProvisionalParts {
  readonly endpoint: Endpoint;
  /** Of the INVITE. */
  readonly transaction: ServerTransaction;
  readonly offers: OfferState;
  readonly told: Told;
  /** No PRACK came within 64*T1. */
  readonly giveUp: () => void;
}

/** RFC 3262 §3: the first RSeq lies from 1 to 2^31 - 1. */
const FIRST_RSEQS = 2 ** 31 - 1;
/** RFC 3261 §13.3.1.1: proxies give up a call that says nothing for longer. */
const SAY_AGAIN = milliseconds(60_000);
/** RFC 3262 §3: what cannot be lost is said less often. */
const SAY_AGAIN_RELIABLY = milliseconds(150_000);

const RELIABLE: Field = ["Require", "100rel"];

/** The provisional responses to an INVITE, and their PRACKs (RFC 3262). */
export class Provisionals {
  /** Whether the peer takes them reliably. */
  readonly reliability: Reliability;
  readonly #parts: ProvisionalParts;
  readonly #reliable: ReliableProvisionals;
  #isDescribed = false;
  #stopRepeating: Cancel = () => {};

  constructor(parts: ProvisionalParts) {
    const { clock, chance } = parts.endpoint;
    this.#parts = parts;
    this.reliability = reliabilityOf(parts.transaction.request);
    const first = 1 + chance.integer(FIRST_RSEQS);
    this.#reliable = new ReliableProvisionals(clock, first, parts.giveUp);
  }

  /** Whether a description of ours was sent in a reliable one. */
  get isDescribed(): boolean {
    return this.#isDescribed;
  }

  /** Whether a 2xx has to wait for a PRACK. */
  get holdsSuccess(): boolean {
    return this.#reliable.holdsSuccess;
  }

  /** Whether a PRACK may still come. */
  get isExpecting(): boolean {
    return this.#reliable.expected !== null;
  }

  /**
   * Says it, and again and again while nothing else is said. Reliably where
   * the peer requires it, or where what is said must not be lost: SDP.
   */
  say(status: number, sdp: string | null): void {
    const { clock } = this.#parts.endpoint;
    const body = this.#isDescribed ? null : sdp;
    const reliably = this.reliability === "required" ||
      body !== null && this.reliability === "supported";
    if (reliably) this.#sayReliably(status, body);
    else this.#say(status, this.#isAnswer ? body : null, []);
    const pause = reliably ? SAY_AGAIN_RELIABLY : SAY_AGAIN;
    this.#stopRepeating();
    this.#stopRepeating = clock.after(pause, () => this.say(status, sdp));
  }

  /** Answers a PRACK; true when it was expected. */
  prack(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    const rack = parseRAck(request.headers.first("RAck") ?? "");
    if (rack === "malformed") this.#answer(transaction, 400);
    else if (!this.#isExpected(rack)) this.#answer(transaction, 481);
    else {
      this.#take(transaction);
      this.#reliable.acknowledge();
      return true;
    }
    return false;
  }

  /** A final response goes out. */
  finish(): void {
    this.#stopRepeating();
    this.#reliable.finish();
  }

  close(): void {
    this.#stopRepeating();
    this.#reliable.close();
  }

  get #isAnswer(): boolean {
    return sdpOf(this.#parts.transaction.request) !== null;
  }

  #sayReliably(status: number, sdp: string | null): void {
    // The first has to carry the offer where the INVITE has none (§5).
    if (sdp === null && !this.#isAnswer && !this.#isDescribed) return;
    if (sdp !== null) {
      this.#isDescribed = true;
      this.#parts.offers.weDescribe();
    }
    this.#reliable.say(sdp !== null, (rseq) => {
      this.#say(status, sdp, [RELIABLE, ["RSeq", String(rseq)]]);
    });
  }

  #say(status: number, sdp: string | null, fields: readonly Field[]): void {
    const { endpoint, transaction } = this.#parts;
    const contact = endpoint.contactIn(transaction);
    const all = [contact, ALLOW, SUPPORTED, ...fields];
    endpoint.respond(
      transaction,
      status,
      sdp === null
        ? { fields: all }
        : { fields: [...all, CONTENT_TYPE], body: utf8(sdp) },
    );
  }

  #isExpected({ rseq, cseq }: RAck): boolean {
    const invite = this.#parts.transaction.request.cseq;
    return rseq === this.#reliable.expected &&
      cseq.number === invite.number && cseq.method === invite.method;
  }

  /** What a PRACK describes answers our offer, or is an offer itself (§5). */
  #take(prack: ServerTransaction): void {
    const { offers, told } = this.#parts;
    const sdp = sdpOf(prack.request);
    const objection = sdp === null ? null : offers.objection;
    if (sdp === null) this.#answer(prack, 200);
    else if (objection === 491) {
      offers.theyDescribe();
      this.#answer(prack, 200);
      told.listener?.described(sdp);
    } else if (objection !== null) this.#answer(prack, objection);
    else this.#answerOffer(prack, sdp);
  }

  #answerOffer(prack: ServerTransaction, offer: string): void {
    const { offers, told } = this.#parts;
    const answer = told.listener?.offered(offer) ?? null;
    if (answer === null) return this.#answer(prack, 488);
    offers.theyDescribe();
    offers.weDescribe();
    this.#answer(prack, 200, [CONTENT_TYPE], answer);
  }

  #answer(
    transaction: ServerTransaction,
    status: number,
    fields: readonly Field[] = [],
    sdp = "",
  ): void {
    const { endpoint } = this.#parts;
    endpoint.respond(transaction, status, { fields, body: utf8(sdp) });
  }
}

function reliabilityOf({ headers }: SipRequest): Reliability {
  const names = (name: "Require" | "Supported") =>
    headers.list(name).some((tag) => tag.toLowerCase() === "100rel");
  if (names("Require")) return "required";
  return names("Supported") ? "supported" : "none";
}

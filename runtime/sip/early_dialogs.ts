import { Dialog } from "./dialog.ts";
import type { Endpoint } from "./endpoint.ts";
import { InviteUsage, type UsageOwner } from "./invite_usage.ts";
import {
  NO_BODY,
  sdpOf,
  type SipRequest,
  type SipResponse,
} from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { parseRSeq } from "./rack.ts";
import type { Hop } from "./transport.ts";

/** One of the dialogs that may become the session's. */
interface EarlyDialog {
  readonly dialog: Dialog;
  readonly usage: InviteUsage;
  /** Of the last reliable provisional response; null before the first. */
  rseq: number | null;
  /** What was described in it last. */
  answer: string | null;
  /** Whether that came reliably: then it is the answer, once and for all. */
  isSettled: boolean;
}

/** An INVITE of ours, and the way that it took. */
export interface SentInvite {
  readonly request: SipRequest;
  readonly hop: Hop;
}

/**
 * No call is forked to more: a peer that goes on making tags up gets no more
 * dialogs for them.
 */
const MOST = 32;

/**
 * The dialogs that the responses to an INVITE of ours make, by their To tag:
 * one for each phone that it was forked to (RFC 3261 §12.1, §13.2.2.4), each
 * with reliable provisional responses (RFC 3262 §4) and an answer of its own.
 */
export class EarlyDialogs {
  readonly #endpoint: Endpoint;
  readonly #owner: UsageOwner;
  readonly #byTag = new Map<string, EarlyDialog>();
  /** The one whose description came last. */
  #current: EarlyDialog | null = null;
  #isOpen = true;

  constructor(endpoint: Endpoint, owner: UsageOwner) {
    this.#endpoint = endpoint;
    this.#owner = owner;
  }

  /**
   * Takes a provisional response, and acknowledges it where it wants that.
   * False for one that came before, or out of its turn: it is to be forgotten.
   */
  take(response: SipResponse, invite: SentInvite): boolean {
    const early = this.#of(response, invite);
    const rseq = rseqIn(response);
    if (!early || rseq === null) return true;
    if (early.rseq !== null && rseq !== early.rseq + 1) return false;
    early.rseq = rseq;
    acknowledge(early.usage, rseq, invite.request);
    return true;
  }

  /** What a provisional response describes that is news; null for nothing. */
  describedIn(response: SipResponse): string | null {
    const sdp = sdpOf(response);
    const early = this.#byTag.get(tagOf(response.to) ?? "");
    if (!early || sdp === null) return sdp;
    const isNews = !early.isSettled &&
      (early !== this.#current || early.answer !== sdp);
    this.#current = early;
    early.answer = early.isSettled ? early.answer : sdp;
    if (rseqIn(response) !== null) settle(early);
    return isNews ? sdp : null;
  }

  /**
   * The answer that a 2xx brings or confirms (RFC 3261 §13.2.1); null where
   * what was settled last stands, by an UPDATE it may be.
   */
  answerIn(response: SipResponse): string | null {
    const early = this.#byTag.get(tagOf(response.to) ?? "");
    const said = early?.isSettled ? null : sdpOf(response);
    const answer = said ?? early?.answer ?? null;
    const stands = early === this.#current && early?.answer === answer;
    return stands ? null : answer;
  }

  /** The dialog that a 2xx makes, or confirms: the others are no more. */
  confirm(response: SipResponse, { request, hop }: SentInvite): InviteUsage {
    const early = this.#byTag.get(tagOf(response.to) ?? "");
    this.close();
    const dialog = early?.dialog ?? Dialog.asClient(request, response);
    dialog.confirm(response);
    return new InviteUsage(this.#endpoint, dialog, this.#owner, hop);
  }

  /** Requests in early dialogs are not obeyed any more. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const { usage } of this.#byTag.values()) usage.close();
  }

  /** A response without a tag makes no dialog (RFC 3261 §12.1). */
  #of(response: SipResponse, invite: SentInvite): EarlyDialog | null {
    const tag = tagOf(response.to);
    const known = this.#byTag.get(tag ?? "");
    if (known) return known;
    if (tag === null || this.#byTag.size === MOST) return null;
    const early = this.#begin(response, invite);
    this.#byTag.set(tag, early);
    return early;
  }

  #begin(response: SipResponse, { request, hop }: SentInvite): EarlyDialog {
    const dialog = Dialog.asClient(request, response);
    const owner: UsageOwner = {
      ...this.#owner,
      // Its sound is the one that is heard from now on.
      offered: (sdp) => {
        this.#current = early;
        return this.#owner.offered(sdp);
      },
    };
    const usage = new InviteUsage(this.#endpoint, dialog, owner, hop, true);
    usage.offers.weDescribe();
    const early: EarlyDialog = {
      dialog,
      usage,
      rseq: null,
      answer: null,
      isSettled: false,
    };
    return early;
  }
}

/** Its answer came for certain: it closes the offer of the INVITE. */
function settle(early: EarlyDialog): void {
  if (!early.isSettled) early.usage.offers.theyDescribe();
  early.isSettled = true;
}

/** The RSeq of a response that is to be acknowledged (RFC 3262 §4). */
function rseqIn({ headers }: SipResponse): number | null {
  const isReliable = headers.list("Require").some((tag) =>
    tag.toLowerCase() === "100rel"
  );
  const rseq = parseRSeq(headers.first("RSeq") ?? "");
  return isReliable && rseq !== "malformed" ? rseq : null;
}

/** What comes of a PRACK the peer knows: it ends the INVITE, or goes on. */
function acknowledge(
  usage: InviteUsage,
  rseq: number,
  { cseq }: SipRequest,
): void {
  const rack = `${rseq} ${cseq.number} ${cseq.method}`;
  const user = { response: () => {}, failed: () => {} };
  usage.send("PRACK", [["RAck", rack]], NO_BODY, user);
}

import type { Admission, Silence } from "./admission.ts";
import type { SessionInterval } from "./asked_interval.ts";
import { ACCEPT, ALLOW, SUPPORTED } from "./capabilities.ts";
import type { SipRequest } from "./message.ts";
import type { DigestServer } from "./digest_server.ts";
import { tagOf } from "./name_addr.ts";
import { type Objection, objectionTo } from "./objection.ts";
import { OVERLOADED } from "./overloaded.ts";
import { intervalObjection } from "./session_timer.ts";
import type { TransactionLayer } from "./transaction_layer.ts";
import type { Hop } from "./transport.ts";

/** Nobody else is told more. */
const STRANGER: Objection = { status: 403, fields: [] };
const NO_DIALOG: Objection = { status: 481, fields: [] };
const MERGED: Objection = { status: 482, fields: [] };
/** RFC 3261 §11.2: the one answer that refuses nothing. */
export const CAPABLE: Objection = {
  status: 200,
  fields: [ALLOW, ACCEPT, SUPPORTED],
};

/** What means something without a dialog; a REFER of a stranger is refused. */
const LONE: Readonly<Record<string, Objection>> = {
  OPTIONS: CAPABLE,
  REFER: { status: 405, fields: [ALLOW] },
};

export interface ScreenParts {
  readonly admission: Admission;
  readonly transactions: TransactionLayer;
  /** The dialog that is there for a request; null for none. */
  readonly dialogOf: (request: SipRequest) => object | null;
  readonly acceptsFrom: (address: string) => boolean;
  /** Lets in others that know a password; null: nobody else. */
  readonly digest: DigestServer | null;
  readonly vouchesFor: (address: string) => boolean;
  readonly isFull: () => boolean;
  readonly sessionInterval: SessionInterval;
}

/** Decides about requests before anything is remembered about them. */
export class Screen {
  readonly #parts: ScreenParts;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
  }

  /**
   * What a request is answered with, once and from itself alone (RFC 3261
   * §8.2.7), why it is left without an answer, or null: it is to be served.
   */
  judge(request: SipRequest, source: Hop): Objection | Silence | null {
    const { admission, dialogOf } = this.#parts;
    const dialog = dialogOf(request);
    if (!dialog) return this.#newcomer(request, source);
    admission.proved(source);
    if (request.method === "BYE") return null;
    const isTooMuch = admission.isFull || admission.hurries(dialog);
    return isTooMuch ? OVERLOADED : null;
  }

  #newcomer(request: SipRequest, source: Hop): Objection | Silence | null {
    const { admission, acceptsFrom, vouchesFor } = this.#parts;
    const { address } = source.address;
    if (!acceptsFrom(address)) {
      const objection = this.#strange(request, source);
      if (objection !== null) return objection;
    }
    if (admission.isScanner(request) && !vouchesFor(address)) {
      return this.#refused(source, "scanner");
    }
    return request.method === "INVITE"
      ? this.#invitation(request, source) ?? this.#merged(request) ??
        this.#noRoom(source)
      : this.#outsideDialog(request, source);
  }

  /** A CANCEL cannot be sent again, and is not challenged (RFC 3261 §22.1). */
  #strange(request: SipRequest, source: Hop): Objection | Silence | null {
    const { digest, admission } = this.#parts;
    if (!digest) return this.#refused(source, STRANGER);
    if (admission.isScanner(request)) return this.#refused(source, "scanner");
    if (request.method === "CANCEL") return null;
    const { address } = source.address;
    const password = digest.judge(request, address);
    if (password === "right") {
      admission.proved(source);
      return null;
    }
    // The nonce was told to that address: nobody else has guessed with it.
    if (password === "wrong") admission.refused(source, true);
    return digest.challenge(address, password === "stale");
  }

  #refused<Verdict>(source: Hop, verdict: Verdict): Verdict {
    this.#parts.admission.refused(source);
    return verdict;
  }

  /** What begins no session and is in none leaves nothing behind. */
  #outsideDialog(request: SipRequest, source: Hop): Objection | null {
    if (request.method === "CANCEL") {
      return this.#parts.transactions.inviteFor(request) ? null : NO_DIALOG;
    }
    if (tagOf(request.to) !== null) return NO_DIALOG;
    return objectionTo(request, source) ?? LONE[request.method] ?? NO_DIALOG;
  }

  #invitation(invite: SipRequest, source: Hop): Objection | null {
    if (tagOf(invite.to) !== null) return NO_DIALOG;
    return objectionTo(invite, source) ??
      intervalObjection(invite, this.#parts.sessionInterval);
  }

  #merged(request: SipRequest): Objection | null {
    return this.#parts.transactions.isMerged(request) ? MERGED : null;
  }

  #noRoom(source: Hop): Objection | null {
    const { isFull, admission } = this.#parts;
    const hasRoom = !isFull() && !admission.isFull;
    return hasRoom ? admission.objection(source) : OVERLOADED;
  }
}

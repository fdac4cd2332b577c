import type { ClientUser } from "./client_transaction.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Field } from "./headers.ts";
import {
  REFER_NEWS,
  type Referral,
  referralIn,
  wantsNoNews,
} from "./referral.ts";
import type { ServerTransaction } from "./server_transaction.ts";

/** The dialog that a REFER comes in. */
export interface ReferredDialog {
  send(
    method: string,
    fields: readonly Field[],
    body: Uint8Array,
    user: ClientUser,
  ): void;
  referred(referral: Referral): void;
}

/** Nothing depends on whether the news arrived. */
const INDIFFERENT: ClientUser = { response: () => {}, failed: () => {} };

/** The REFERs of a dialog: taken and told of, never followed here. */
export class Referrals {
  readonly #endpoint: Endpoint;
  readonly #dialog: ReferredDialog;
  #count = 0;

  constructor(endpoint: Endpoint, dialog: ReferredDialog) {
    this.#endpoint = endpoint;
    this.#dialog = dialog;
  }

  /** RFC 3515 §2.4.2; 400 where it does not say one place to go to. */
  take(transaction: ServerTransaction): void {
    const { request, source } = transaction;
    const referral = referralIn(request);
    if (!referral) return this.#endpoint.respond(transaction, 400);
    const quiet = wantsNoNews(request);
    const contact = this.#endpoint.contactIn({ source, request });
    const said: Field[] = quiet ? [["Refer-Sub", "false"]] : [];
    const fields = [contact, ...said];
    this.#endpoint.respond(transaction, 202, { fields });
    if (!quiet) this.#notify(contact, request.cseq.number);
    this.#dialog.referred(referral);
  }

  /** All but the first in a dialog are told apart by their CSeq (§2.4.6). */
  #notify(contact: Field, cseq: number): void {
    const id = this.#count++ === 0 ? "" : `;id=${cseq}`;
    const event: Field = ["Event", `refer${id}`];
    const fields = [contact, event, ...REFER_NEWS.fields];
    this.#dialog.send("NOTIFY", fields, REFER_NEWS.body, INDIFFERENT);
  }
}

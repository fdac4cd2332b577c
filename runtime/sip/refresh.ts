import { utf8 } from "../base/bytes.ts";
import type { Chance } from "../base/chance.ts";
import type { Cancel, Clock } from "../base/clock.ts";
import { milliseconds } from "../base/units.ts";
import { CONTENT_TYPE } from "./capabilities.ts";
import type { ClientUser } from "./client_transaction.ts";
import type { Exchange } from "./exchange.ts";
import type { Field } from "./headers.ts";
import { sdpOf, type SipRequest, type SipResponse } from "./message.ts";
import type { OfferState } from "./offer_state.ts";
import {
  REFRESH,
  type RefreshAction,
  type RefreshInput,
} from "./refresh_machine.ts";
import { type Machine, type Performances, Running } from "./running.ts";
import { GIVE_UP } from "./timers.ts";
import type { SessionTimer } from "./session_timer.ts";

/** The dialog whose session is refreshed. */
export interface RefreshedDialog {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly offers: OfferState;
  readonly timer: SessionTimer;
  /** Whether its Call-ID is of our making (RFC 3261 §14.1). */
  readonly isCaller: boolean;
  /** Whether the peer takes UPDATE. */
  takesUpdate(): boolean;
  /** Whether an INVITE of ours may leave now (RFC 3261 §14.1). */
  mayInvite(): boolean;
  /** Sends a request that refreshes. */
  send(
    method: "INVITE" | "UPDATE",
    fields: readonly Field[],
    body: Uint8Array | undefined,
    user: ClientUser,
  ): Exchange;
  /** The 2xx to it came. */
  refreshed(response: SipResponse): void;
  /** Acknowledges a 2xx; the returned function does it again. */
  acknowledge(invite: SipRequest): () => void;
  /** Our description as it stands, to be offered once more. */
  restated(): string | null;
  /** What the peer answered to it. */
  described(sdp: string): void;
  /** Nobody answers there any more. */
  lost(status: number): void;
}

/** RFC 3261 §14.1, in units of 10 ms: who made the Call-ID waits longer. */
const CALLER_WAIT = { least: 210, span: 190 };
const CALLED_WAIT = { least: 0, span: 200 };
const UNIT = 10;

/** RFC 3261 §12.2.1.2: the dialog is no more. */
const GONE: readonly number[] = [408, 481];
/** RFC 3261 §21.4.6, §21.5.2: the method is not served. */
const NOT_TAKEN: readonly number[] = [405, 501];

/**
 * Says that the session is still there: by UPDATE without an offer where the
 * peer takes that, else by re-INVITE with the offer unchanged (RFC 4028 §7.4).
 */
export class Refresh {
  private static readonly PERFORM: Performances<RefreshAction, Refresh> = {
    send: (it) => it.#send(),
    awaitTurn: (it) => it.#awaitTurn(),
    useInvite: (it) => void (it.#withoutUpdate = true),
    tryLater: (it) => it.#dialog.timer.tryLater(),
    lose: (it) => it.#dialog.lost(it.#status),
  };

  readonly #dialog: RefreshedDialog;
  readonly #machine: Machine<RefreshInput>;
  /** An UPDATE was refused although the peer's Allow names it. */
  #withoutUpdate = false;
  #isInviting = false;
  #isOver = false;
  #status = 408;
  /** The re-INVITE sent last. */
  #inviting: Exchange | null = null;
  #turn: Cancel = () => {};

  constructor(dialog: RefreshedDialog) {
    this.#dialog = dialog;
    this.#machine = new Running(REFRESH, "idle", Refresh.PERFORM, this);
  }

  /** Whether a re-INVITE of ours waits for its final response. */
  get isInviting(): boolean {
    return this.#isInviting;
  }

  /** It is time. */
  due(): void {
    this.#machine.input("due");
  }

  /**
   * The session is over: a re-INVITE under way is only acknowledged yet, and
   * not waited for without end (as RFC 3261 §9.1 has it of one cancelled).
   */
  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#turn();
    const inviting = this.#inviting;
    if (!this.#isInviting || !inviting) return;
    inviting.close();
    this.#turn = this.#dialog.clock.after(
      GIVE_UP,
      () => inviting.current?.giveUp(),
    );
  }

  #send(): void {
    if (this.#dialog.takesUpdate() && !this.#withoutUpdate) this.#update();
    else if (this.#dialog.mayInvite()) this.#invite();
    else this.#machine.input("blocked");
  }

  #update(): void {
    const user = onceFinal((...outcome) => this.#ended(...outcome));
    this.#dialog.send("UPDATE", this.#dialog.timer.asked, undefined, user);
  }

  #invite(): void {
    const { offers, timer } = this.#dialog;
    const sdp = this.#dialog.restated();
    if (sdp === null) return this.#machine.input("refused");
    offers.weDescribe();
    this.#isInviting = true;
    const fields = [...timer.asked, CONTENT_TYPE];
    const body = utf8(sdp);
    const user = this.#inviter();
    this.#inviting = this.#dialog.send("INVITE", fields, body, user);
  }

  /** Each 2xx to INVITE is acknowledged, the first one settles the rest. */
  #inviter(): ClientUser {
    let again: (() => void) | null = null;
    return onceFinal((status, response) => {
      if (again) return again();
      this.#isInviting = false;
      if (this.#isOver) this.#turn();
      this.#settle(response);
      this.#ended(status, response);
      const invite = this.#inviting?.current;
      if (!isSuccess(response) || !invite) return;
      again = this.#dialog.acknowledge(invite.request);
    });
  }

  /** What becomes of the offer in our re-INVITE. */
  #settle(response: SipResponse | null): void {
    const { offers } = this.#dialog;
    const answer = isSuccess(response) ? sdpOf(response) : null;
    if (answer === null) return offers.refused();
    offers.theyDescribe();
    if (!this.#isOver) this.#dialog.described(answer);
  }

  #ended(status: number, response: SipResponse | null): void {
    if (isSuccess(response)) this.#dialog.refreshed(response);
    if (this.#isOver) return;
    this.#status = status;
    this.#machine.input(this.#inputOf(status, response));
  }

  #inputOf(status: number, response: SipResponse | null): RefreshInput {
    if (status < 300) return "success";
    if (status === 491) return "glare";
    if (GONE.includes(status)) return "gone";
    const isUpdate = response?.cseq.method === "UPDATE";
    if (isUpdate && NOT_TAKEN.includes(status)) return "noUpdate";
    const raised = status === 422 && response &&
      this.#dialog.timer.raise(response);
    return raised ? "tooSmall" : "refused";
  }

  #awaitTurn(): void {
    const { chance, clock, isCaller } = this.#dialog;
    const { least, span } = isCaller ? CALLER_WAIT : CALLED_WAIT;
    const wait = (least + chance.integer(span + 1)) * UNIT;
    this.#turn = clock.after(
      milliseconds(wait),
      () => this.#machine.input("again"),
    );
  }
}

function isSuccess(response: SipResponse | null): response is SipResponse {
  return response !== null && response.status < 300;
}

/** Told how a request ended; of null where nobody answered it. */
function onceFinal(
  told: (status: number, response: SipResponse | null) => void,
): ClientUser {
  return {
    response: (response) => {
      if (response.status >= 200) told(response.status, response);
    },
    failed: (status) => told(status, null),
  };
}

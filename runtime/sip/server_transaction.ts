import { isEqual } from "../base/bytes.ts";
import { classOf } from "./client_transaction.ts";
import {
  INVITE_SERVER,
  type InviteServerAction,
  type InviteServerInput,
} from "./invite_server.ts";
import type { SipRequest, SipResponse } from "./message.ts";
import {
  NON_INVITE_SERVER,
  type NonInviteServerAction,
  type NonInviteServerInput,
} from "./non_invite_server.ts";
import { type Performances, Running } from "./running.ts";
import { tagOf } from "./name_addr.ts";
import { serialize } from "./serialize.ts";
import type { Budget } from "./source.ts";
import {
  TransactionMachine,
  type TransactionParts,
} from "./transaction_machine.ts";
import type { Hop } from "./transport.ts";

type Input = InviteServerInput | NonInviteServerInput;
type Action = InviteServerAction | NonInviteServerAction;

export interface ServerParts extends TransactionParts {
  readonly request: SipRequest;
  /** Where the request came from. */
  readonly source: Hop;
  /** The tag that our responses put into To, unless the request has one. */
  readonly toTag: string;
  /** An ACK reached an INVITE that was accepted. */
  readonly ack: (ack: SipRequest) => void;
  /** The final response to an INVITE has arrived. */
  readonly acknowledged: () => void;
  /** What may be said to where the request came from. */
  readonly budget: Budget;
}

const NOBODY = () => {};

/** Runs one of the two server machines (RFC 3261 §17.2). */
export class ServerTransaction {
  private static readonly PERFORM: Performances<Action, ServerTransaction> = {
    answer: (it) => it.#answer(),
    repeat: (it) => it.#repeat(),
    passUp: (it) => it.#passUp(),
    // The transaction user has nothing to do about either (§17.2.4): what it
    // wanted to say was said, or cannot be.
    reportTimeout: () => {},
    reportTransportError: () => {},
    startG: (it) => it.#machine.timers.start("timerG"),
    backOffG: (it) => it.#machine.timers.backOff("timerG"),
    startH: (it) => it.#machine.timers.start("timerH"),
    startI: (it) => it.#machine.timers.start("timerI"),
    startJ: (it) => it.#machine.timers.start("timerJ"),
    startL: (it) => it.#machine.timers.start("timerL"),
    stopTimers: (it) => it.#machine.timers.stop(),
  };

  readonly request: SipRequest;
  readonly source: Hop;
  readonly toTag: string;
  /** A CANCEL for this request came; set by whoever can still obey it. */
  onCancel: (cancel: SipRequest) => void = NOBODY;
  readonly #parts: ServerParts;
  readonly #machine: TransactionMachine<Input>;
  /** What was sent last. */
  #last: Uint8Array | null = null;
  /** What the transaction user wants to say. */
  #next: Uint8Array | null = null;
  #ack: SipRequest | null = null;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.request = parts.request;
    this.source = parts.source;
    this.toTag = parts.toTag;
    const { method } = parts.request;
    const { PERFORM } = ServerTransaction;
    this.#machine = new TransactionMachine(
      parts,
      method === "INVITE"
        ? new Running(INVITE_SERVER, "proceeding", PERFORM, this)
        : new Running(NON_INVITE_SERVER, "trying", PERFORM, this),
    );
  }

  /** Whether any response has been sent. */
  get isAnswered(): boolean {
    return this.#last !== null;
  }

  /** The request came once more, or the ACK to our response to it. */
  receive(request: SipRequest): void {
    if (request.method !== "ACK") return this.#machine.input("request");
    if (this.#knowsTag(request)) this.acknowledged();
    this.#ack = request;
    this.#machine.input("ack");
  }

  /** Answers; a 2xx to INVITE may be sent again until its ACK (RFC 6026). */
  respond(response: SipResponse): void {
    this.#next = serialize(response);
    // The call may be over long before its transaction forgets the answer.
    if (response.status >= 200) this.onCancel = NOBODY;
    this.#machine.input(classOf(response.status));
  }

  /** The ACK to our final response came, to whichever branch. */
  acknowledged(): void {
    this.#parts.acknowledged();
  }

  transportError(): void {
    this.#machine.input("transportError");
  }

  /** Ends it without a word. */
  close(): void {
    this.#machine.close();
  }

  #answer(): void {
    const { budget } = this.#parts;
    const [said, answer] = [this.#last, this.#next];
    if (!answer) return;
    if (said && isEqual(said, answer)) return this.#repeat();
    this.#last = answer;
    budget.spend(answer.length);
    this.#send(answer);
  }

  #repeat(): void {
    const { budget } = this.#parts;
    if (this.#last && budget.allows(this.#last.length)) this.#send(this.#last);
  }

  #passUp(): void {
    if (this.#ack) this.#parts.ack(this.#ack);
    this.#ack = null;
  }

  #send(response: Uint8Array): void {
    const { transport, address } = this.#parts.hop;
    transport.send(response, address, () => this.transportError());
  }

  /** Who forges a source address does not see our tag. */
  #knowsTag(ack: SipRequest): boolean {
    return tagOf(ack.to) === (tagOf(this.request.to) ?? this.toTag);
  }
}

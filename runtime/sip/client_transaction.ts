import type { Field } from "./headers.ts";
import {
  INVITE_CLIENT,
  type InviteClientAction,
  type InviteClientInput,
} from "./invite_client.ts";
import { makeRequest, type SipRequest, type SipResponse } from "./message.ts";
import {
  NON_INVITE_CLIENT,
  type NonInviteClientAction,
  type NonInviteClientInput,
} from "./non_invite_client.ts";
import { type Performances, Running } from "./running.ts";
import { serialize } from "./serialize.ts";
import type { Budget } from "./source.ts";
import {
  TransactionMachine,
  type TransactionParts,
} from "./transaction_machine.ts";
import type { Hop } from "./transport.ts";

/** Who is told what comes of a request. */
export interface ClientUser {
  response(response: SipResponse): void;
  /**
   * 408: nobody answered in time. 503: it could not be sent (§8.1.3.1). 404:
   * an exchange found no way to where it is addressed.
   */
  failed(status: 404 | 408 | 503): void;
}

type Input = InviteClientInput | NonInviteClientInput;
type Action = InviteClientAction | NonInviteClientAction;

export interface ClientParts extends TransactionParts {
  readonly request: SipRequest;
  readonly user: ClientUser;
  /** What may be said to where it goes. */
  readonly budget: Budget;
}

/** Runs one of the two client machines (RFC 3261 §17.1). */
export class ClientTransaction {
  private static readonly PERFORM: Performances<Action, ClientTransaction> = {
    send: (it) => it.#request(),
    acknowledge: (it) => it.#acknowledge(),
    passUp: (it) => it.#passUp(),
    reportTimeout: (it) => it.#parts.user.failed(408),
    reportTransportError: (it) => it.#parts.user.failed(503),
    startA: (it) => it.#machine.timers.start("timerA"),
    doubleA: (it) => it.#machine.timers.double("timerA"),
    startB: (it) => it.#machine.timers.start("timerB"),
    startD: (it) => it.#machine.timers.start("timerD"),
    startE: (it) => it.#machine.timers.start("timerE"),
    backOffE: (it) => it.#machine.timers.backOff("timerE"),
    slowE: (it) => it.#machine.timers.slow("timerE"),
    startF: (it) => it.#machine.timers.start("timerF"),
    startK: (it) => it.#machine.timers.start("timerK"),
    startM: (it) => it.#machine.timers.start("timerM"),
    stopTimers: (it) => it.#machine.timers.stop(),
  };

  readonly request: SipRequest;
  readonly hop: Hop;
  readonly #parts: ClientParts;
  readonly #bytes: Uint8Array;
  readonly #machine: TransactionMachine<Input>;
  #response: SipResponse | null = null;
  #disconnected = false;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.request = parts.request;
    this.hop = parts.hop;
    this.#bytes = serialize(parts.request);
    const { PERFORM } = ClientTransaction;
    this.#machine = new TransactionMachine(
      parts,
      parts.request.method === "INVITE"
        ? new Running(INVITE_CLIENT, "idle", PERFORM, this)
        : new Running(NON_INVITE_CLIENT, "idle", PERFORM, this),
    );
  }

  start(): void {
    this.#machine.input("start");
  }

  receive(response: SipResponse): void {
    this.#response = response;
    this.#machine.input(classOf(response.status));
  }

  /** The request could not be sent. */
  transportError(): void {
    this.#machine.input("transportError");
  }

  /** The connection that it was sent by has ended; a second time is an error. */
  disconnected(): void {
    const input = this.#disconnected ? "transportError" : "disconnected";
    this.#disconnected = true;
    this.#machine.input(input);
  }

  /** Waits no longer for a final response after CANCEL (§9.1). */
  giveUp(): void {
    this.#machine.input("giveUp");
  }

  /** Ends it without a word. */
  close(): void {
    this.#machine.close();
  }

  #send(bytes: Uint8Array): void {
    const { transport, address } = this.hop;
    transport.send(bytes, address, () => this.transportError());
  }

  #request(): void {
    if (!this.#parts.budget.allows(this.#bytes.length)) return;
    this.#send(this.#bytes);
  }

  #passUp(): void {
    if (this.#response) this.#parts.user.response(this.#response);
  }

  #acknowledge(): void {
    if (!this.#response) return;
    this.#send(serialize(ackTo(this.request, this.#response)));
  }
}

/** How the machines see a response. */
export function classOf(status: number): "provisional" | "success" | "failure" {
  if (status < 200) return "provisional";
  return status < 300 ? "success" : "failure";
}

/** The ACK to a final response other than 2xx (RFC 3261 §17.1.1.3). */
function ackTo(invite: SipRequest, response: SipResponse): SipRequest {
  const { headers } = invite;
  const fields: Field[] = [
    ["Via", headers.first("Via") ?? ""],
    ...headers.lines("Route").map((route): Field => ["Route", route]),
    ["Max-Forwards", "70"],
    ["From", headers.first("From") ?? ""],
    ["To", response.headers.first("To") ?? ""],
    ["Call-ID", invite.callId],
    ["CSeq", `${invite.cseq.number} ACK`],
  ];
  return makeRequest("ACK", invite.uri, fields);
}

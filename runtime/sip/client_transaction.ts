import type { Clock } from "../base/clock.ts";
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
import { type Machine, Running } from "./running.ts";
import { serialize } from "./serialize.ts";
import type { TimerName } from "./timers.ts";
import { TransactionTimers } from "./transaction_timers.ts";
import type { Hop } from "./transport.ts";

/** Who is told what comes of a request. */
export interface ClientUser {
  response(response: SipResponse): void;
  /** 408: nobody answered in time. 503: it could not be sent (§8.1.3.1). */
  failed(status: 408 | 503): void;
}

type Input = InviteClientInput | NonInviteClientInput | TimerName;
type Action = InviteClientAction | NonInviteClientAction;

export interface ClientParts {
  readonly clock: Clock;
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly user: ClientUser;
  /** The transaction is over. */
  readonly terminated: () => void;
}

/** Runs one of the two client machines (RFC 3261 §17.1). */
export class ClientTransaction {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly #parts: ClientParts;
  readonly #bytes: Uint8Array;
  readonly #timers: TransactionTimers;
  readonly #machine: Machine<Input>;
  #response: SipResponse | null = null;
  #disconnected = false;

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.request = parts.request;
    this.hop = parts.hop;
    this.#bytes = serialize(parts.request);
    const { reliable } = parts.hop.transport;
    this.#timers = new TransactionTimers(parts.clock, reliable, (timer) => {
      this.#input(timer);
    });
    this.#machine = parts.request.method === "INVITE"
      ? new Running(INVITE_CLIENT, "idle", this.#actions())
      : new Running(NON_INVITE_CLIENT, "idle", this.#actions());
  }

  start(): void {
    this.#input("start");
  }

  receive(response: SipResponse): void {
    this.#response = response;
    this.#input(classOf(response.status));
  }

  /** The request could not be sent. */
  transportError(): void {
    this.#input("transportError");
  }

  /** The connection that it was sent by has ended; a second time is an error. */
  disconnected(): void {
    const input = this.#disconnected ? "transportError" : "disconnected";
    this.#disconnected = true;
    this.#input(input);
  }

  /** Waits no longer for a final response after CANCEL (§9.1). */
  giveUp(): void {
    this.#input("giveUp");
  }

  /** Ends it without a word. */
  close(): void {
    this.#timers.stop();
  }

  #input(input: Input): void {
    this.#machine.input(input);
    if (this.#machine.state !== "terminated") return;
    this.#timers.stop();
    this.#parts.terminated();
  }

  #send(bytes: Uint8Array): void {
    const { transport, address } = this.hop;
    transport.send(bytes, address, () => this.transportError());
  }

  #passUp(): void {
    if (this.#response) this.#parts.user.response(this.#response);
  }

  #acknowledge(): void {
    if (!this.#response) return;
    this.#send(serialize(ackTo(this.request, this.#response)));
  }

  #actions(): Record<Action, () => void> {
    const { user } = this.#parts;
    const timers = this.#timers;
    return {
      send: () => this.#send(this.#bytes),
      acknowledge: () => this.#acknowledge(),
      passUp: () => this.#passUp(),
      reportTimeout: () => user.failed(408),
      reportTransportError: () => user.failed(503),
      startA: () => timers.start("timerA"),
      doubleA: () => timers.double("timerA"),
      startB: () => timers.start("timerB"),
      startD: () => timers.start("timerD"),
      startE: () => timers.start("timerE"),
      backOffE: () => timers.backOff("timerE"),
      slowE: () => timers.slow("timerE"),
      startF: () => timers.start("timerF"),
      startK: () => timers.start("timerK"),
      startM: () => timers.start("timerM"),
      stopTimers: () => timers.stop(),
    };
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

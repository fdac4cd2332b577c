import { Emitter } from "../base/emitter.ts";
import { Call } from "./call.ts";
import { CallEnded } from "./call_ended.ts";
import {
  type CallEvent,
  type CallEvents,
  readCallEvent,
} from "./call_event.ts";
import { ConnectionClosed } from "./connection_closed.ts";
import { wireParameters } from "./names.ts";
import type { ConstructOptions } from "./parameters.ts";
import { Requests } from "./requests.ts";
import { isRecord } from "./shape.ts";
import { readTrunkState, type TrunkState } from "./trunk_state.ts";
import type { Wire } from "./wire.ts";

/** What an application does with a call that comes in. */
export type OnIncoming = (call: Call) => void | Promise<void>;

const AN_HOUR = 3600;

/** An application's end of a connection to a node. */
export class Client {
  /** Every event that arrives, for whoever wants to see them all. */
  readonly events = new Emitter<CallEvent>();
  /** What the node tells of its trunks. */
  readonly trunkStates = new Emitter<TrunkState>();
  /** Resolves with the reason when the connection is over. */
  readonly closed: Promise<string>;
  readonly #wire: Wire;
  readonly #requests: Requests;
  readonly #calls = new Map<string, Call>();
  #onIncoming: OnIncoming | null = null;
  #lastEventId = 0;
  #lost: ConnectionClosed | null = null;

  constructor(wire: Wire) {
    this.#wire = wire;
    this.#requests = new Requests((text) => wire.send(text));
    this.closed = new Promise((resolve) => {
      wire.listen({
        text: (text) => this.#read(text),
        closed: (reason) => {
          this.#lose(reason);
          resolve(reason);
        },
      });
    });
  }

  /** The last event that arrived: where to go on from after a reconnect. */
  get lastEventId(): number {
    return this.#lastEventId;
  }

  /** Calls that are under way. */
  get calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  /**
   * Calls any method of the node.
   * @throws {RpcError} what the node answered
   * @throws {ConnectionClosed} no answer came
   */
  request(method: string, params: Record<string, unknown>): Promise<unknown> {
    return this.#request(method, params, (result) => result);
  }

  /**
   * Sets who takes the calls that come in. That a call ends on the way is no
   * fault of `take`; any other rejection is left unhandled for all to see.
   */
  onIncoming(take: OnIncoming): void {
    this.#onIncoming = take;
  }

  /** Begins a call; its `dialled` resolves when it is answered. */
  construct(options: ConstructOptions): Promise<Call> {
    const params = wireParameters({ maxAnswerSeconds: AN_HOUR, ...options });
    return this.#request(
      "sys.call.construct",
      params,
      (result) => this.call(resIdOf(result)),
    );
  }

  /**
   * Calls somebody and waits for the answer.
   * @throws {CallEnded} nobody answered; its `reason` says why
   */
  async dial(options: ConstructOptions): Promise<Call> {
    const call = await this.construct(options);
    await call.dialled;
    return call;
  }

  /** The call of this id, such as one that another connection began. */
  call(resId: string, incoming: CallEvents["incoming"] | null = null): Call {
    const known = this.#calls.get(resId);
    if (known) return known;
    const ask = (method: string, params: Record<string, unknown>) =>
      this.request(method, params);
    const call = new Call(resId, ask, incoming);
    this.#calls.set(resId, call);
    return call;
  }

  close(): void {
    this.#wire.close();
  }

  /** `read` sees the result before anything else that arrives. */
  #request<T>(
    method: string,
    params: Record<string, unknown>,
    read: (result: unknown) => T,
  ): Promise<T> {
    if (this.#lost) return Promise.reject(this.#lost);
    return this.#requests.request(method, params, read);
  }

  #read(text: string): void {
    const message = jsonOf(text);
    for (const one of Array.isArray(message) ? message : [message]) {
      if (!isRecord(one)) continue;
      if (typeof one.method !== "string") this.#requests.reply(one);
      else this.#notification(one.method, one.params);
    }
  }

  #notification(method: string, params: unknown): void {
    const trunk = readTrunkState(method, params);
    if (trunk) this.#lastEventId = trunk.eventId;
    if (trunk) this.trunkStates.emit(trunk);
    else this.#event(readCallEvent(method, params));
  }

  #event(event: CallEvent | null): void {
    if (!event) return;
    this.#lastEventId = event.eventId;
    if (event.type === "incoming") this.#incoming(event);
    else this.#calls.get(event.resId)?.take(event);
    if (event.type === "released") this.#calls.delete(event.resId);
    this.events.emit(event);
  }

  #incoming(event: CallEvents["incoming"]): void {
    const take = this.#onIncoming;
    if (!take) return;
    const call = this.call(event.resId, event);
    void (async () => {
      try {
        await take(call);
      } catch (error) {
        if (!(error instanceof CallEnded)) throw error;
      }
    })();
  }

  #lose(reason: string): void {
    this.#lost = new ConnectionClosed(reason);
    this.#requests.fail(this.#lost);
    for (const call of this.#calls.values()) call.lose(this.#lost);
    this.#calls.clear();
  }
}

/** A node that sends no JSON says nothing that we could understand. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function resIdOf(result: unknown): string {
  if (isRecord(result) && typeof result.res_id === "string") {
    return result.res_id;
  }
  throw new TypeError("The node's reply to construct has no res_id");
}

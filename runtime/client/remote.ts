import type { NodeEvent, NodeEvents, NodeEventType } from "./event.ts";
import { EventsLost } from "./events_lost.ts";
import { Expectations, type Expected } from "./expectations.ts";
import { wireParameters } from "./names.ts";
import type { ResourceEnded } from "./resource_ended.ts";
import { RpcError } from "./rpc_error.ts";

/** Sends a request and gives the result of its reply. */
export type Ask = (
  method: string,
  params: Record<string, unknown>,
) => Promise<unknown>;

/** What is special about a kind of resource. */
export interface RemoteKind {
  /** What its methods begin with, such as `sys.call`. */
  readonly family: string;
  /** What is thrown when it has ended. */
  ended(resId: string, reason: string): ResourceEnded;
  /** Why whoever waits for this event waits in vain; null: it is what came. */
  refusal(event: NodeEvent): string | null;
}

const UNKNOWN_RESOURCE = -32001;

/** A resource of a node from afar: commands go there, events come from there. */
export class Remote {
  readonly #kind: RemoteKind;
  readonly #ask: Ask;
  readonly #expectations = new Expectations();
  #end: ResourceEnded | null = null;

  constructor(readonly resId: string, kind: RemoteKind, ask: Ask) {
    this.#kind = kind;
    this.#ask = ask;
  }

  get ended(): boolean {
    return this.#end !== null;
  }

  expect<T extends NodeEventType>(type: T): Expected<T> {
    return this.#expectations.expect(type);
  }

  /** Sends a command that ends with this event, and waits for it. */
  async act<T extends NodeEventType>(
    type: T,
    method: string,
    params: object,
  ): Promise<NodeEvents[T]> {
    const expected = this.expect(type);
    try {
      await this.ask(method, params);
    } catch (error) {
      expected.cancel();
      throw error;
    }
    expected.promised();
    return await expected.arrived;
  }

  /** Sends a command of which nothing but success is told. */
  async tell(method: string, params: object = {}): Promise<void> {
    await this.ask(method, params);
  }

  /** Sends a command; gives the result. */
  async ask(method: string, params: object = {}): Promise<unknown> {
    if (this.#end) throw this.#end;
    const all = { res_id: this.resId, ...wireParameters(params) };
    try {
      return await this.#ask(`${this.#kind.family}.${method}`, all);
    } catch (error) {
      throw this.#gone(error) ?? error;
    }
  }

  /** Whether the node knows it. */
  async exists(): Promise<boolean> {
    const params = { res_id: this.resId };
    return await this.#ask(`${this.#kind.family}.exists`, params) === true;
  }

  /** Takes an event of it. */
  take(event: NodeEvent): void {
    const reason = this.#kind.refusal(event);
    if (reason === null) this.#expectations.take(event);
    else this.#expectations.refuse(event.type, this.#ended(reason));
    if (event.type === "released") this.end(`released, cause ${event.cause}`);
    else if (event.type.endsWith("Released")) this.end("released");
  }

  /** It is no more. */
  end(reason: string): void {
    this.#end ??= this.#ended(reason);
    this.lose(this.#end);
  }

  /** Nothing more will be heard of it. */
  lose(error: Error): void {
    this.#expectations.refuseAll(error);
  }

  /** Some of its events may have come and gone. */
  miss(): void {
    this.#expectations.refusePromised(new EventsLost());
  }

  #ended(reason: string): ResourceEnded {
    return this.#kind.ended(this.resId, reason);
  }

  /** A resource that the node no longer knows has ended meanwhile. */
  #gone(error: unknown): ResourceEnded | null {
    if (!(error instanceof RpcError)) return null;
    if (error.code !== UNKNOWN_RESOURCE) return null;
    return this.#end ?? this.#ended(error.message);
  }
}

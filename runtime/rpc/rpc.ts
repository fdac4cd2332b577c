import type { Clock } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import { asciiJson } from "./ascii_json.ts";
import type { Caller } from "./caller.ts";
import type { Params } from "./arguments.ts";
import {
  type Answer,
  failureToNobody,
  readRequest,
  reply,
  type Request,
} from "./envelope.ts";
import { digestOf, takeKey } from "./idempotency_key.ts";
import { KeptReplies, type Keyed, type Outcome } from "./kept_replies.ts";
import { readMessage } from "./message.ts";
import type { Driven, Method } from "./method.ts";
import { methodNamed } from "./methods.ts";

export interface RpcParts extends Driven {
  readonly clock: Clock;
  readonly log: Log;
}

/** Requests carried out of one batch; more of them is no use but an attack. */
const MOST_IN_BATCH = 1000;

/** In the place of a method's name where there is none of ours. */
const NO_METHOD = "unknown";

type CarryOut = (caller: Caller) => Promise<Outcome>;

/** Answers JSON-RPC 2.0, single or in a batch, wherever it comes from. */
export class Rpc {
  readonly #clock: Clock;
  readonly #driven: Driven;
  readonly #log: Log;
  /** By whose requests they answered. */
  readonly #kept = new Map<string, KeptReplies>();
  #replays = 0;
  /** Requests by the full name of their method. */
  readonly requests = new Counts();
  /** Errors by their code. */
  readonly errors = new Counts();
  /** Parameters that no method knows, by the method that got them. */
  readonly overlooked = new Counts();

  constructor({ clock, log, ...driven }: RpcParts) {
    this.#clock = clock;
    this.#driven = driven;
    this.#log = log;
  }

  /** Repeated requests that were not carried out again. */
  get replays(): number {
    return this.#replays;
  }

  /** The text of the reply, or null where there is none. Never throws. */
  async answer(
    message: string | Uint8Array,
    caller: Caller,
  ): Promise<string | null> {
    const told = await this.#reply(message, caller);
    return told === null ? null : asciiJson(told);
  }

  async #reply(
    message: string | Uint8Array,
    caller: Caller,
  ): Promise<object | null> {
    try {
      const value = readMessage(message);
      return Array.isArray(value)
        ? await this.#batch(value, caller)
        : await this.#one(value, caller);
    } catch (error) {
      const fault = this.#faultOf(error, "a message");
      this.errors.add(`${fault.code}`);
      return failureToNobody(fault, caller.legacy);
    }
  }

  /** JSON-RPC 2.0 §6; one after the other, and one reply for all of them. */
  async #batch(
    values: readonly unknown[],
    caller: Caller,
  ): Promise<object | null> {
    if (values.length === 0 || values.length > MOST_IN_BATCH) {
      const expected = `1 to ${MOST_IN_BATCH} requests in a batch`;
      const text = `Expected ${expected}`;
      throw new CtiError("invalidRequest", text, { expected });
    }
    const release = caller.hold();
    try {
      const replies: object[] = [];
      for (const value of values) {
        const told = await this.#one(value, caller);
        if (told) replies.push(told);
      }
      return replies.length > 0 ? replies : null;
    } finally {
      release();
    }
  }

  async #one(value: unknown, caller: Caller): Promise<object | null> {
    const request = readRequest(value, caller.legacy);
    const isWrong = "error" in request;
    if (isWrong) this.requests.add(NO_METHOD);
    const answer = isWrong ? request : await this.#answer(request, caller);
    if ("error" in answer) this.errors.add(`${answer.error.code}`);
    return request.replyTo && reply(request.replyTo, answer);
  }

  async #answer(request: Request, caller: Caller): Promise<Answer> {
    try {
      const [name, row] = this.#row(request.method, caller);
      const { key, params } = takeKey(request.params);
      const carryOut = (by: Caller) => this.#carryOut(name, row, params, by);
      if (key === null) return await carryOut(caller);
      const keyed = { key, digest: digestOf(name, params) };
      return await this.#once(keyed, caller, carryOut);
    } catch (error) {
      return { error: this.#faultOf(error, request.method) };
    }
  }

  async #once(
    keyed: Keyed,
    caller: Caller,
    carryOut: CarryOut,
  ): Promise<Answer> {
    const kept = this.#keptOf(caller.bearer);
    const replay = kept.replay(keyed, caller);
    if (!replay) return await kept.keep(keyed, caller, carryOut);
    this.#replays++;
    return { ...await replay, replayed: true };
  }

  #row(method: string, caller: Caller): [string, Method] {
    const [name, row] = methodNamed(method) ?? [];
    this.requests.add(name ?? NO_METHOD);
    if (!name || !row) throw new CtiError("methodNotFound");
    const scopes = scopesFor(name);
    if (scopes.some((scope) => caller.allows(scope))) return [name, row];
    const expected = `a token with the scope ${scopes.join(" or ")}`;
    throw new CtiError("forbidden", `Forbidden, expected ${expected}`, {
      expected,
    });
  }

  async #carryOut(
    name: string,
    row: Method,
    params: Params | undefined,
    caller: Caller,
  ): Promise<Outcome> {
    const overlooked = (names: readonly string[]) =>
      this.overlooked.add(name, names.length);
    try {
      const context = { ...this.#driven, caller, overlooked };
      return { result: await row.call(params, context) };
    } catch (error) {
      return { error: this.#faultOf(error, name) };
    }
  }

  #keptOf(bearer: string): KeptReplies {
    const known = this.#kept.get(bearer);
    if (known) return known;
    const fresh = new KeptReplies(this.#clock);
    this.#kept.set(bearer, fresh);
    return fresh;
  }

  /** What the caller is told; a mistake of our own is for the log alone. */
  #faultOf(error: unknown, where: string): CtiError {
    if (error instanceof CtiError) return error;
    this.#log.error("A method failed", { method: where.slice(0, 100), error });
    return new CtiError("internal");
  }
}

/** What a token has to be good for; `call` is for whatever moves calls. */
function scopesFor(method: string): readonly string[] {
  return method.startsWith("ext.") ? ["call", "ext"] : ["call"];
}

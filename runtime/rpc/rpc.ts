import { Counts } from "../base/counts.ts";
import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import { asciiJson } from "./ascii_json.ts";
import type { Caller } from "./caller.ts";
import type { DrivenCalls } from "./calls.ts";
import type { DrivenExt } from "./ext.ts";
import {
  failure,
  failureToNobody,
  readRequest,
  type Request,
  success,
} from "./envelope.ts";
import { readMessage } from "./message.ts";
import { methodNamed } from "./methods.ts";

export interface RpcParts {
  readonly calls: DrivenCalls;
  readonly ext: DrivenExt;
  readonly log: Log;
}

/** Requests carried out of one batch; more of them is no use but an attack. */
const MOST_IN_BATCH = 1000;

/** In the place of a method's name where there is none of ours. */
const NO_METHOD = "unknown";

/** Answers JSON-RPC 2.0, single or in a batch, wherever it comes from. */
export class Rpc {
  readonly #calls: DrivenCalls;
  readonly #ext: DrivenExt;
  readonly #log: Log;
  /** Requests by the full name of their method. */
  readonly requests = new Counts();
  /** Errors by their code. */
  readonly errors = new Counts();

  constructor({ calls, ext, log }: RpcParts) {
    this.#calls = calls;
    this.#ext = ext;
    this.#log = log;
  }

  /** The text of the reply, or null where there is none. Never throws. */
  async answer(
    message: string | Uint8Array,
    caller: Caller,
  ): Promise<string | null> {
    const reply = await this.#reply(message, caller);
    return reply === null ? null : asciiJson(reply);
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
      return failureToNobody(this.#fault(error, "a message"));
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
        const reply = await this.#one(value, caller);
        if (reply) replies.push(reply);
      }
      return replies.length > 0 ? replies : null;
    } finally {
      release();
    }
  }

  async #one(value: unknown, caller: Caller): Promise<object | null> {
    const request = readRequest(value);
    if ("error" in request) {
      this.requests.add(NO_METHOD);
      return failure(request.replyTo, this.#fault(request.error, NO_METHOD));
    }
    const { replyTo } = request;
    try {
      const result = await this.#call(request, caller);
      return replyTo && success(replyTo, result);
    } catch (error) {
      const fault = this.#fault(error, request.method);
      return replyTo && failure(replyTo, fault);
    }
  }

  #call({ method, params }: Request, caller: Caller): unknown {
    const [name, row] = methodNamed(method) ?? [];
    this.requests.add(name ?? NO_METHOD);
    if (!name || !row) throw new CtiError("methodNotFound");
    const scope = scopeOf(name);
    if (!caller.allows(scope)) {
      const expected = `a token with the scope ${scope}`;
      const text = `Forbidden, expected ${expected}`;
      throw new CtiError("forbidden", text, { expected });
    }
    return row.call(params, { calls: this.#calls, ext: this.#ext, caller });
  }

  /** What the caller is told; a mistake of our own is for the log alone. */
  #fault(error: unknown, where: string): CtiError {
    const fault = this.#faultOf(error, where);
    this.errors.add(`${fault.code}`);
    return fault;
  }

  #faultOf(error: unknown, where: string): CtiError {
    if (error instanceof CtiError) return error;
    this.#log.error("A method failed", { method: where.slice(0, 100), error });
    return new CtiError("internal");
  }
}

/** `sys.call.drop` is for the scope `call`, all services for `ext`. */
function scopeOf(method: string): string {
  const [head, resource] = method.split(".");
  return head === "sys" ? resource : head;
}

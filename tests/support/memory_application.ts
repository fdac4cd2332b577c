import assert from "node:assert/strict";
import type { Control } from "../../runtime/node/control.ts";
import { RpcSession } from "../../runtime/rpc/session.ts";

/** A reply of JSON-RPC 2.0. */
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

/** An event, its method without the leading `sys.call.`. */
export interface ToldEvent {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** An application on a line without a network: its texts cross at once. */
export class MemoryApplication {
  readonly events: ToldEvent[] = [];
  readonly #session: RpcSession;
  readonly #replies = new Map<number, (reply: Reply) => void>();
  #lastId = 0;

  constructor({ rpc, events }: Control) {
    const line = {
      send: (text: string) => this.#take(JSON.parse(text)),
      backlog: 0,
      close: (reason: string) => assert.fail(`cut: ${reason}`),
    };
    this.#session = new RpcSession(rpc, events, line, {
      audience: { kind: "worker", group: "default", after: null },
      legacy: false,
      rights: { bearer: "test", allows: () => true },
    });
  }

  /**
   * Sends a command, which has taken effect when this returns; `method` is one
   * of a call, or a full name.
   */
  ask(method: string, params: object): Promise<Reply> {
    const id = ++this.#lastId;
    const reply = new Promise<Reply>((found) => this.#replies.set(id, found));
    const full = method.includes(".") ? method : `sys.call.${method}`;
    const request = { jsonrpc: "2.0", id, method: full };
    void this.#session.message(JSON.stringify({ ...request, params }));
    return reply;
  }

  /** Sends a command that has to be accepted; gives its result. */
  async call(method: string, params: object): Promise<unknown> {
    const { result, error } = await this.ask(method, params);
    assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
    return result;
  }

  #take(message: Reply & { method?: string; params?: ToldEvent["params"] }) {
    const { method, params } = message;
    if (method !== undefined && params !== undefined) {
      const name = method.replace("sys.call.", "");
      this.events.push({ name, params });
    } else {
      this.#replies.get(message.id)?.(message);
      this.#replies.delete(message.id);
    }
  }
}

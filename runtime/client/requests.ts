import { ConnectionClosed } from "./connection_closed.ts";
import { isRecord } from "./record.ts";
import { RpcError } from "./rpc_error.ts";

interface Waiting {
  readonly text: string;
  /** The same without a key; null where it has none. */
  readonly plain: string | null;
  /** Until when it may be sent once more, ms. */
  readonly repeatableUntil: number;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** How requests are made that can be repeated. */
export interface Repeating {
  /** A key that no request of anybody has had. */
  newKey(): string;
  /** In ms. */
  now(): number;
}

/** These change nothing: they can be repeated as they are. */
const HARMLESS = /\.(exists|nop|get|get_parts)$/;
/** A node keeps replies for ten minutes; a minute is for the way. */
const REPEATABLE = 540_000;
const KEY_NAME = "idempotency_key";

/** Requests that wait for their replies. */
export class Requests {
  readonly #send: (text: string) => void;
  readonly #repeating: Repeating | null;
  readonly #waiting = new Map<unknown, Waiting>();
  #lastId = 0;

  /** @param repeating null where no request is ever repeated */
  constructor(send: (text: string) => void, repeating: Repeating | null) {
    this.#send = send;
    this.#repeating = repeating;
  }

  /**
   * Sends a request. `read` sees the result the moment it arrives, so that an
   * event right behind the reply finds what the reply made.
   * @throws {RpcError} what the node answered
   */
  request<T>(
    method: string,
    params: Record<string, unknown>,
    read: (result: unknown) => T,
  ): Promise<T> {
    const id = ++this.#lastId;
    const textWith = (params: Record<string, unknown>) =>
      JSON.stringify({ jsonrpc: "2.0", id, method, params });
    const plain = textWith(params);
    const key = HARMLESS.test(method) ? undefined : this.#repeating?.newKey();
    return new Promise<T>((resolve, reject) => {
      const waiting = {
        text: key ? textWith({ ...params, [KEY_NAME]: key }) : plain,
        plain: key ? plain : null,
        repeatableUntil: (this.#repeating?.now() ?? 0) + REPEATABLE,
        resolve: (result: unknown) => resolve(read(result)),
        reject,
      };
      this.#waiting.set(id, waiting);
      this.#send(waiting.text);
    });
  }

  /** Sends all that waits once more: the connection is a new one. */
  repeat(): void {
    const now = this.#repeating?.now() ?? 0;
    for (const [id, { repeatableUntil, text, reject }] of [...this.#waiting]) {
      if (now <= repeatableUntil) {
        this.#send(text);
        continue;
      }
      this.#waiting.delete(id);
      reject(new ConnectionClosed("broken before a reply, and not repeatable"));
    }
  }

  /** Takes a reply; one that nobody waits for is dropped. */
  reply({ id, error, result }: Record<string, unknown>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return;
    if (isRecord(error)) return this.#refused(id, waiting, rpcError(error));
    try {
      waiting.resolve(result);
    } catch (fault) {
      waiting.reject(fault instanceof Error ? fault : new Error(`${fault}`));
    }
  }

  /** No reply will come any more. */
  fail(error: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  /**
   * A node that can keep no more replies has not carried the request out. What
   * it then gets without a key it would carry out twice if that came twice.
   */
  #refused(id: unknown, waiting: Waiting, error: RpcError): void {
    const { plain } = waiting;
    const keyless = error.data?.param === KEY_NAME && plain !== null;
    if (!keyless) return waiting.reject(error);
    this.#waiting.set(id, {
      ...waiting,
      text: plain,
      plain: null,
      repeatableUntil: -Infinity,
    });
    this.#send(plain);
  }
}

function rpcError({ code, message, data }: Record<string, unknown>): RpcError {
  return new RpcError(
    Number(code),
    String(message),
    isRecord(data) ? data : null,
  );
}

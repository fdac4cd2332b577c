import { RpcError } from "./rpc_error.ts";
import { isRecord } from "./shape.ts";

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Requests that wait for their replies. */
export class Requests {
  readonly #send: (text: string) => void;
  readonly #waiting = new Map<unknown, Waiting>();
  #lastId = 0;

  constructor(send: (text: string) => void) {
    this.#send = send;
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
    return new Promise<T>((resolve, reject) => {
      const settle = (result: unknown) => resolve(read(result));
      this.#waiting.set(id, { resolve: settle, reject });
      this.#send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  /** Takes a reply; one that nobody waits for is dropped. */
  reply(message: Record<string, unknown>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!waiting) return;
    const { error } = message;
    if (isRecord(error)) return waiting.reject(rpcError(error));
    try {
      waiting.resolve(message.result);
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
}

function rpcError({ code, message, data }: Record<string, unknown>): RpcError {
  return new RpcError(
    Number(code),
    String(message),
    isRecord(data) ? data : null,
  );
}

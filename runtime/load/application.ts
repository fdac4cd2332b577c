import {
  type Call,
  type Client,
  connect,
  ConnectionClosed,
  RpcError,
} from "../client/mod.ts";

/** What the application does with each call. */
export interface Service {
  /** A file below the node's `prompts/`, played over and over. */
  readonly prompt: string;
  /** How many keys it takes first. */
  readonly keys: number;
}

/** As often as one request may have it. */
const MOST_REPEATED = 1000;
const WRONG_STATE = -32002;

/** An application at the node that is under load. Uses nothing but the API. */
export class LoadApplication {
  /** Rows of keys by how often they came. */
  readonly #keys = new Map<string, number>();
  readonly #client: Client;
  readonly #service: Service;

  private constructor(client: Client, service: Service) {
    this.#client = client;
    this.#service = service;
    client.onIncoming((call) => this.#serve(call));
  }

  static async start(
    http: string,
    service: Service,
  ): Promise<LoadApplication> {
    const client = await connect(http, { group: "load", patience: 0 });
    return new LoadApplication(client, service);
  }

  /** Calls of which it does not know yet that they are over. */
  get calls(): number {
    return this.#client.calls.length;
  }

  /** How many callers have pressed this row of keys, and nothing else. */
  acknowledged(row: string): number {
    return this.#keys.get(row) ?? 0;
  }

  close(): void {
    this.#client.close();
  }

  async #serve(call: Call): Promise<void> {
    const { prompt, keys } = this.#service;
    try {
      await call.answer();
      if (keys > 0) await this.#takeKeys(call, keys);
      // Until `CallEnded`, which is no fault of ours.
      for (;;) await call.play(prompt, { repeat: MOST_REPEATED });
    } catch (error) {
      if (!this.#isOver(error)) throw error;
    }
  }

  /** The caller was faster than we, or we do not serve any more. */
  #isOver(error: unknown): boolean {
    const overtaken = error instanceof RpcError && error.code === WRONG_STATE;
    return overtaken || error instanceof ConnectionClosed;
  }

  async #takeKeys(call: Call, maxKeys: number): Promise<void> {
    const { keys } = await call.receiveDtmf({ maxKeys });
    const row = keys ?? "";
    this.#keys.set(row, this.acknowledged(row) + 1);
  }
}

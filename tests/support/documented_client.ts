import assert from "node:assert/strict";
import * as z from "zod";

type Schema = Parameters<typeof z.fromJSONSchema>[0];

interface ContentDescriptor {
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface MethodObject {
  readonly name: string;
  readonly params: readonly ContentDescriptor[];
  readonly result: ContentDescriptor;
}

/** What of an OpenRPC document a client needs. */
export interface OpenRpcDocument {
  readonly externalDocs: { readonly url: string };
  readonly methods: readonly MethodObject[];
}

/** What of an AsyncAPI document a client needs. */
export interface AsyncApiDocument {
  readonly servers: Readonly<
    Record<string, { readonly host: string; readonly protocol: string }>
  >;
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly components: {
    readonly messages: Readonly<
      Record<string, {
        readonly payload: Schema;
        readonly examples?: readonly { readonly payload: unknown }[];
      }>
    >;
  };
}

/** Named members of a message. */
export type Members = Readonly<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Members;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/**
 * A client that knows of a node what its two documents say, and nothing else:
 * it sends only what their schemas take, and takes only what they promise.
 */
export class DocumentedClient {
  readonly #socket: WebSocket;
  readonly #methods: ReadonlyMap<string, MethodObject>;
  readonly #events: ReadonlyMap<string, z.ZodType>;
  readonly #replies = new Map<number, (reply: Message) => void>();
  readonly #waiting = new Map<string, (params: Members) => void>();
  /** Everything that came and is not as the documents say. */
  readonly broken: string[] = [];
  #lastId = 0;

  private constructor(
    socket: WebSocket,
    { methods }: OpenRpcDocument,
    { components: { messages } }: AsyncApiDocument,
  ) {
    this.#socket = socket;
    this.#methods = new Map(methods.map((method) => [method.name, method]));
    this.#events = new Map(
      Object.entries(messages)
        .map(([name, { payload }]) => [name, z.fromJSONSchema(payload)]),
    );
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
  }

  /** @param url where the node's OpenRPC document is */
  static async connect(url: string): Promise<DocumentedClient> {
    const openRpc: OpenRpcDocument = await (await fetch(url)).json();
    const { url: other } = openRpc.externalDocs;
    const asyncApi: AsyncApiDocument = await (await fetch(other)).json();
    const [{ protocol, host }] = Object.values(asyncApi.servers);
    const [{ address }] = Object.values(asyncApi.channels);
    const socket = new WebSocket(`${protocol}://${host}${address}`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new DocumentedClient(socket, openRpc, asyncApi);
  }

  /** The next event of that name. */
  event(name: string): Promise<Members> {
    assert.ok(this.#events.has(name), `${name} is not documented`);
    const { promise, resolve } = Promise.withResolvers<Members>();
    this.#waiting.set(name, resolve);
    return promise;
  }

  /** Calls a method, whose parameters and result are as documented. */
  async call(name: string, params: Members): Promise<unknown> {
    const method = this.#methods.get(name);
    assert.ok(method, `${name} is not documented`);
    for (const { name, required = false, schema } of method.params) {
      const given = params[name];
      if (given === undefined) assert.ok(!required, `${name} is required`);
      else z.fromJSONSchema(schema).parse(given);
    }
    const { promise, resolve } = Promise.withResolvers<Message>();
    const id = ++this.#lastId;
    this.#replies.set(id, resolve);
    const request = { jsonrpc: "2.0", id, method: name, params };
    this.#socket.send(JSON.stringify(request));
    const { result, error } = await promise;
    assert.equal(error, undefined, JSON.stringify(error));
    return z.fromJSONSchema(method.result.schema).parse(result);
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#socket.onclose = resolve;
    this.#socket.close();
    await promise;
  }

  #take(message: Message): void {
    const { id, method = "reply", params } = message;
    const read = this.#events.get(method)?.safeParse(message);
    if (!read?.success) this.broken.push(JSON.stringify(message));
    if (id !== undefined) this.#replies.get(id)?.(message);
    else if (params) this.#waiting.get(method)?.(params);
  }
}

const PATIENCE_MS = 10_000;

/** An event or reply as it came over the wire. */
// deno-lint-ignore no-explicit-any -- tests look at what came, whatever it is
type Members = Record<string, any>;

interface Waiting {
  readonly method: string;
  readonly resId: string | undefined;
  readonly found: (params: Members) => void;
}

/**
 * An application as a stranger would write it from the documentation alone: a
 * WebSocket, JSON-RPC 2.0 and nothing of ours. Keeps every event.
 */
export class Application {
  readonly #socket: WebSocket;
  readonly #replies = new Map<number, (reply: Members) => void>();
  readonly #waiting = new Set<Waiting>();
  readonly #handlers: [string, (params: Members) => void][] = [];
  readonly events: { method: string; params: Members }[] = [];
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
  }

  static async connect(url: string, query = ""): Promise<Application> {
    const socket = new WebSocket(url.replace(/^http/, "ws") + query);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Application(socket);
  }

  /** Calls `sys.call.{method}`; gives the result or throws the error. */
  async call(method: string, params: Members): Promise<Members> {
    const id = ++this.#lastId;
    const reply = new Promise<Members>((found) => this.#replies.set(id, found));
    const request = {
      jsonrpc: "2.0",
      id,
      method: `sys.call.${method}`,
      params,
    };
    this.#socket.send(JSON.stringify(request));
    const { result, error } = await reply;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** The next event `sys.call.on_{name}` not seen before the call to this. */
  event(name: string, resId?: string): Promise<Members> {
    return this.#next(`sys.call.on_${name}`, resId);
  }

  /** What was told last of a trunk, once it says that. */
  async trunk(state: "up" | "down"): Promise<Members> {
    const method = "sys.trunk.on_state";
    let told = this.events.findLast((event) => event.method === method)?.params;
    while (told?.state !== state) told = await this.#next(method);
    return told;
  }

  /** Does something at every event of this name. */
  on(name: string, handler: (params: Members) => void): void {
    this.#handlers.push([`sys.call.on_${name}`, handler]);
  }

  /** Starts an action and waits for its completed event. */
  async run(
    method: string,
    params: Members & { res_id: string },
    completed: string,
  ): Promise<Members> {
    const event = this.event(completed, params.res_id);
    await this.call(method, params);
    return await event;
  }

  /** Resolves when so many events of this name have come; fails after 10 s. */
  async count(name: string, count: number): Promise<void> {
    const late = Date.now() + PATIENCE_MS;
    while (this.of(name).length < count) {
      const left = late - Date.now();
      const said = `${this.of(name).length} of ${count} ${name} after 10 s`;
      const timer = Promise.withResolvers<never>();
      const timeout = setTimeout(() => timer.reject(new Error(said)), left);
      await Promise.race([this.event(name), timer.promise]);
      clearTimeout(timeout);
    }
  }

  /** All events of this name so far. */
  of(name: string): Members[] {
    return this.events.filter(({ method }) => method === `sys.call.on_${name}`)
      .map(({ params }) => params);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    this.#socket.close();
    await closed;
  }

  #next(method: string, resId?: string): Promise<Members> {
    return new Promise((found) => {
      this.#waiting.add({ method, resId, found });
    });
  }

  #take(message: Members): void {
    if (message.id !== undefined) {
      this.#replies.get(message.id)?.(message);
      this.#replies.delete(message.id);
    } else this.#hear(message.method, message.params);
  }

  #hear(method: string, params: Members): void {
    this.events.push({ method, params });
    for (const wait of [...this.#waiting]) {
      const mine = !wait.resId || wait.resId === params.res_id;
      if (wait.method === method && mine) {
        this.#waiting.delete(wait);
        wait.found(params);
      }
    }
    for (const [name, handler] of this.#handlers) {
      if (name === method) handler(params);
    }
  }
}

import { type Dialect, type Members, MODERN } from "./dialect.ts";
import { soon } from "./soon.ts";

const PATIENCE_MS = 10_000;

/** An event as it came, and whether somebody has waited for it. */
interface Told {
  readonly method: string;
  readonly params: Members;
  taken?: true;
}

interface Waiting {
  readonly method: string;
  readonly resId: string | undefined;
  readonly found: (params: Members) => void;
}

/** What a short name stands for: most are of `sys.call`. */
function fullName(name: string, kind: "" | "on_"): string {
  return name.includes(".") ? name : `sys.call.${kind}${name}`;
}

/** The event that tells of an action's end. */
function completedOf(method: string): string {
  const action = fullName(method, "").replace(/_(?:start|enter)$/, "");
  const [, resource, name] = /^(.*)\.(.*)$/.exec(action) ?? [];
  const ended = name === "construct" ? "dial" : name;
  return `${resource}.on_${ended}_completed`;
}

/**
 * An application as a stranger would write it from the documentation alone: a
 * WebSocket, JSON-RPC and nothing of ours. Keeps every event. Names without a
 * dot are of `sys.call`.
 */
export class Application {
  readonly #socket: WebSocket;
  readonly #dialect: Dialect;
  readonly #replies = new Map<string, (reply: Members) => void>();
  readonly #waiting = new Set<Waiting>();
  readonly #handlers: [string, (params: Members) => void][] = [];
  readonly events: Told[] = [];
  /** How many events had come when the last reply came. */
  eventsAtReply = 0;
  #lastId = 0;

  private constructor(socket: WebSocket, dialect: Dialect) {
    this.#socket = socket;
    this.#dialect = dialect;
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
  }

  static async connect(
    url: string,
    query = "",
    dialect = MODERN,
  ): Promise<Application> {
    const address = url.replace(/^http/, "ws") + (query || dialect.query);
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Application(socket, dialect);
  }

  /** Sends a request; gives its reply, be it a result or an error. */
  async ask(method: string, params: Members): Promise<Members> {
    const id = ++this.#lastId;
    const reply = new Promise<Members>((found) =>
      this.#replies.set(`${id}`, found)
    );
    const request = this.#dialect.request(id, fullName(method, ""), params);
    this.#socket.send(JSON.stringify(request));
    return await soon(reply, `a reply to ${method}`);
  }

  /** Calls a method; gives the result or throws the error. */
  async call(method: string, params: Members): Promise<Members> {
    const { result, error } = await this.ask(method, params);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /**
   * The first event of this name that nobody has waited for in this way, come
   * already or soon; of one resource, if that is named.
   */
  async told(name: string, resId?: string): Promise<Members> {
    const method = fullName(name, "on_");
    for (;;) {
      const found = this.events.find((event) =>
        !event.taken && event.method === method &&
        (!resId || event.params.res_id === resId)
      );
      if (found) {
        found.taken = true;
        return found.params;
      }
      await soon(this.#next(method, resId), `${method} of ${resId ?? "any"}`);
    }
  }

  /** Starts an action and waits for the event that tells of its end. */
  async act(method: string, params: Members): Promise<Members> {
    await this.call(method, params);
    return await this.told(completedOf(method), params.res_id);
  }

  /** The next event `sys.call.on_{name}` not seen before the call to this. */
  event(name: string, resId?: string): Promise<Members> {
    return this.#next(fullName(name, "on_"), resId);
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
    this.#handlers.push([fullName(name, "on_"), handler]);
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
    const wanted = fullName(name, "on_");
    return this.events.filter(({ method }) => method === wanted)
      .map(({ params }) => params);
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
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
    this.#dialect.read(message);
    if (message.id !== undefined) {
      this.eventsAtReply = this.events.length;
      this.#replies.get(`${message.id}`)?.(message);
      this.#replies.delete(`${message.id}`);
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

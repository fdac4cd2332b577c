import type { Clock } from "../../runtime/base/clock.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { EventRouter } from "../../runtime/event/router.ts";
import { Rpc } from "../../runtime/rpc/rpc.ts";
import { MemoryEventLog } from "../../runtime/store/memory_event_log.ts";
import { webApp } from "../../runtime/web/app.ts";
import { Metrics } from "../../runtime/web/metrics.ts";
import { serveWeb } from "../../runtime/web/server.ts";
import { Sockets } from "../../runtime/web/socket.ts";
import { type Token, Tokens } from "../../runtime/web/tokens.ts";
import {
  KeepingCalls,
  KeepingConferences,
  KeepingExt,
  type Reply,
} from "../rpc/support.ts";
import { metricSources } from "../support/metric_sources.ts";

/** A WebSocket whose messages are awaited one by one. */
export class Peer {
  readonly #arrived: unknown[] = [];
  #waiting: ((message: unknown) => void) | null = null;
  readonly closed = Promise.withResolvers<number>();

  constructor(readonly socket: WebSocket) {
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = ({ code }) => this.closed.resolve(code);
  }

  #take(message: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting(message);
    else this.#arrived.push(message);
  }

  next(): Promise<Reply & Record<string, unknown>> {
    const message = this.#arrived.shift();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    if (message === undefined) this.#waiting = resolve;
    else resolve(message);
    return promise as Promise<Reply & Record<string, unknown>>;
  }

  ask(request: unknown): Promise<Reply & Record<string, unknown>> {
    this.socket.send(JSON.stringify(request));
    return this.next();
  }
}

export const MEDIA = {
  openPorts: 0,
  ticks: 50,
  skipped: 0,
  latenessP50: 0.1,
  latenessP99: 0.4,
  latenessP999: 1.1,
  latenessMax: 1.2,
  busy: 3,
  totals: { beats: 70, late: 1, skipped: 0, overBudget: 2 },
  io: "ffi" as const,
  errors: {},
};

/** The web room over calls that write down what they are told. */
export function web(
  list: readonly Token[] = [],
  clock: Clock = new SystemClock(),
  idleSeconds = 60,
) {
  const calls = new KeepingCalls();
  const ext = new KeepingExt();
  const events = new EventRouter(new MemoryEventLog(clock), clock);
  const conferences = new KeepingConferences();
  const rpc = new Rpc({ calls, conferences, ext, clock, log: SILENT });
  const sockets = new Sockets(rpc, events, idleSeconds);
  const state = { ready: true };
  const condition = () => ({ node: "0.0.0", ready: state.ready, calls: 0 });
  const app = webApp({
    rpc,
    metrics: new Metrics(metricSources()),
    sockets,
    tokens: new Tokens(list),
    guarded: list.length > 0,
    log: SILENT,
    condition,
    mediaHealth: () => Promise.resolve(MEDIA),
  });
  const server = serveWeb((r) => app.fetch(r), { host: "127.0.0.1", port: 0 });
  const connect = async (query = "", headers: HeadersInit = {}) => {
    const address = `${server.url.replace("http", "ws")}/rpc${query}`;
    const socket = new WebSocket(address, { headers });
    const peer = new Peer(socket);
    const opened = Promise.withResolvers<boolean>();
    socket.onopen = () => opened.resolve(true);
    socket.onerror = () => opened.resolve(false);
    return { peer, opened: await opened.promise };
  };
  const close = async () => {
    sockets.closeAll();
    await server.close();
  };
  return { calls, events, server, sockets, state, connect, close };
}

export type Web = ReturnType<typeof web>;

/** A test with a server of its own. */
export function webTest(
  name: string,
  body: (its: Web) => Promise<void>,
  tokens: readonly Token[] = [],
  clock: Clock = new SystemClock(),
  idleSeconds = 60,
  sanitize = true,
): void {
  // Deno's fetch ends the writing of a body whenever it likes after the answer.
  const leaks = { sanitizeOps: false, sanitizeResources: sanitize };
  Deno.test(name, leaks, async () => {
    const its = web(tokens, clock, idleSeconds);
    try {
      await body(its);
    } finally {
      await its.close();
    }
  });
}

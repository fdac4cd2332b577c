import type { Cancel, Clock } from "./base/clock.ts";
import { collectGarbage } from "./base/garbage.ts";
import type { Log } from "./base/log.ts";
import { bracketed } from "./base/text.ts";
import { inMilliseconds, type Milliseconds } from "./base/units.ts";
import type { Calls } from "./call/calls.ts";
import type { Conferences } from "./conf/conferences.ts";
import type { Config } from "./config.ts";
import { type Demo, startDemo } from "./demo/application.ts";
import { CachedDns } from "./net/cached_dns.ts";
import { freeMemory } from "./net/free_memory.ts";
import { heedingUdp } from "./net/heeding_udp.ts";
import { cachedRoutes, type RouteTo } from "./net/route.ts";
import { SystemDns } from "./net/system_dns.ts";
import { tcpStreams } from "./net/tcp.ts";
import {
  joinControl,
  type Surroundings,
  type Threads,
} from "./node/control.ts";
import { cannotOpen, opened } from "./node/opened.ts";
import { securedStreams } from "./node/secured_streams.ts";
import type { Connecting } from "./node/sip_ways.ts";
import { freeSpareMemory } from "./node/spare_memory.ts";
import { startThreads } from "./node/start_threads.ts";
import { fallbackLine } from "./node/demo_line.ts";
import type { Rpc } from "./rpc/rpc.ts";
import type { UserAgent } from "./sip/user_agent.ts";
import type { Trunks } from "./trunk/trunks.ts";
import { webApp } from "./web/app.ts";
import { Metrics } from "./web/metrics.ts";
import { processFigures } from "./web/process_figures.ts";
import { serveWeb, type WebServer } from "./web/server.ts";
import { Sockets } from "./web/socket.ts";
import { Tokens } from "./web/tokens.ts";

/** What a node says of itself once it can take a call. */
export interface Ready {
  readonly node: string;
  /** Such as `udp:0.0.0.0:5060`: what is open. */
  readonly sip: readonly string[];
  /** Such as `http://127.0.0.1:8080`. */
  readonly http: string;
}

/** `503 Service Unavailable`: what a call is told that is dropped at the end. */
const UNAVAILABLE = 503;
/** `500 Server Internal Error`. */
const BROKEN = 500;
/** What SIP says at the end, such as BYE, gets so long to be answered. */
const LAST_WORDS = 1000 as Milliseconds;
const LOOK_AGAIN = 20 as Milliseconds;

/**
 * Starts a node: its threads, SIP, the API.
 * @throws {CannotOpen} such as a port that is taken
 */
export async function startNode(
  config: Config,
  surroundings: Surroundings,
): Promise<Node> {
  const crash = Promise.withResolvers<string>();
  const streams = tcpStreams(surroundings.clock);
  const secured = await securedStreams(config, surroundings, streams)
    .catch(cannotOpen("TLS (CTI_TLS_CERT, CTI_TLS_KEY, CTI_TLS_CA)"));
  const threads = await startThreads(config, surroundings, crash.resolve);
  try {
    const connecting = { streams, secured };
    return new Node(config, surroundings, threads, connecting, crash.promise);
  } catch (error) {
    await Promise.all([threads.media.close(), threads.sound.close()]);
    throw error;
  }
}

/** A node that runs: it knows everyone. */
export class Node {
  readonly ready: Ready;
  /** Resolves with a thread's name if it dies: the node is of no use then. */
  readonly crashed: Promise<string>;
  readonly calls: Calls;
  readonly userAgent: UserAgent;
  readonly #conferences: Conferences;
  readonly #trunks: Trunks;
  readonly #config: Config;
  readonly #clock: Clock;
  readonly #threads: Threads;
  readonly #sockets: Sockets;
  readonly #server: WebServer;
  readonly #demo: Demo | null;
  readonly #keepMemory: Cancel;
  #stopping: Promise<void> | null = null;

  constructor(
    config: Config,
    surroundings: Surroundings,
    threads: Threads,
    connecting: Connecting,
    crashed: Promise<string>,
  ) {
    const { clock, log } = surroundings;
    this.#config = config;
    this.#clock = clock;
    this.#threads = threads;
    this.crashed = crashed;
    const control = opened(
      `SIP on ${config.CTI_SIP_HOST}:${config.CTI_SIP_PORT} (CTI_SIP_HOST, CTI_SIP_PORT)`,
      () =>
        joinControl(config, surroundings, threads, {
          bind: heedingUdp(clock),
          ...connecting,
          routeTo: routesOf(config, clock),
          dns: new CachedDns(new SystemDns(clock), clock),
        }),
    );
    const { rpc, events } = control;
    this.calls = control.calls;
    this.#conferences = control.conferences;
    this.userAgent = control.userAgent;
    this.#trunks = control.trunks;
    this.#sockets = new Sockets(rpc, events);
    const metrics = new Metrics({
      ...control,
      node: config.CTI_NODE_ID,
      media: threads.media,
      sockets: this.#sockets,
      clock,
      ready: () => this.#stopping === null,
      process: processFigures,
    });
    this.#server = this.#serve(rpc, metrics, log);
    this.#demo = config.CTI_DEMO === "off" ? null : startDemo({
      wire: fallbackLine(rpc, events),
      dataDir: config.CTI_DATA_DIR,
      language: config.CTI_LANGUAGE,
      log,
    });
    this.#keepMemory = freeSpareMemory(
      clock,
      {
        calls: () => this.calls.size,
        transactions: () => this.userAgent.counts.transactions,
      },
      { free: freeMemory, collect: () => this.#collectGarbage() },
    );
    this.ready = this.#describe();
  }

  /**
   * Takes nothing new, lets calls finish for `CTI_DRAIN_SECONDS`, hangs up on
   * the rest and closes everything.
   */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  /** Hangs up on everybody, for when a thread has died. */
  async abandon(): Promise<void> {
    this.calls.dropAll(BROKEN);
    await this.#lastWords();
  }

  #collectGarbage(): void {
    collectGarbage();
    this.#threads.media.collectGarbage();
    this.#threads.sound.collectGarbage();
  }

  async #stop(): Promise<void> {
    const drained = this.calls.drain();
    this.#trunks.stop();
    const patience = inMilliseconds(this.#config.CTI_DRAIN_SECONDS);
    const cancel = this.#clock.after(
      patience,
      () => this.calls.dropAll(UNAVAILABLE),
    );
    await drained;
    cancel();
    await this.#conferences.close();
    await this.#lastWords();
    this.#keepMemory();
    this.#demo?.close();
    this.#sockets.closeAll();
    await this.#closeServer();
    this.userAgent.close();
    await this.#threads.media.close();
    await this.#threads.sound.close();
  }

  /** A request that takes its time holds nobody up for long. */
  async #closeServer(): Promise<void> {
    const cancel = this.#clock.after(LAST_WORDS, () => this.#server.cut());
    await this.#server.close();
    cancel();
  }

  /** Resolves when every session has ended and been told so, or soon. */
  async #lastWords(): Promise<void> {
    const end = this.#clock.now() + LAST_WORDS;
    do {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#clock.after(LOOK_AGAIN, resolve);
      await promise;
    } while (this.#isTalking && this.#clock.now() < end);
  }

  get #isTalking(): boolean {
    return this.userAgent.counts.sessions > 0 || this.#trunks.isLeaving;
  }

  #serve(rpc: Rpc, metrics: Metrics, log: Log): WebServer {
    const { CTI_HTTP_HOST, CTI_HTTP_PORT, CTI_TOKENS } = this.#config;
    const app = webApp({
      rpc,
      metrics,
      sockets: this.#sockets,
      tokens: new Tokens(CTI_TOKENS),
      guarded: CTI_TOKENS.length > 0,
      log,
      condition: () => ({
        node: this.#config.CTI_NODE_ID,
        ready: this.#stopping === null,
        calls: this.calls.size,
      }),
      mediaHealth: () => this.#threads.media.health(),
    });
    const at = { host: CTI_HTTP_HOST, port: CTI_HTTP_PORT };
    try {
      return opened(
        `HTTP on ${at.host}:${at.port} (CTI_HTTP_HOST, CTI_HTTP_PORT)`,
        () => serveWeb((request) => app.fetch(request), at),
      );
    } catch (error) {
      this.userAgent.close();
      throw error;
    }
  }

  #describe(): Ready {
    return {
      node: this.#config.CTI_NODE_ID,
      sip: this.userAgent.places.map(({ transport, local }) => {
        return `${transport}:${bracketed(local.address)}:${local.port}`;
      }),
      http: this.#server.url,
    };
  }
}

const ANY_ADDRESS = ["0.0.0.0", "::"];

/** Bound to one address, that one is ours on every route. */
function routesOf(config: Config, clock: Clock): RouteTo {
  const { CTI_SIP_HOST: host } = config;
  return ANY_ADDRESS.includes(host) ? cachedRoutes(clock) : () => host;
}

import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { Calls } from "../call/calls.ts";
import { Client, wirePair } from "../client/mod.ts";
import { Conferences } from "../conf/conferences.ts";
import type { Config } from "../config.ts";
import { EventRouter } from "../event/router.ts";
import { startServices } from "../ext/services.ts";
import type { Media } from "../media/media.ts";
import { isBroadcast } from "../net/broadcast.ts";
import type { BindDatagram } from "../net/datagram.ts";
import { inNetworks } from "../net/networks.ts";
import type { Dns } from "../net/dns.ts";
import type { RouteTo } from "../net/route.ts";
import type { Streams } from "../net/stream.ts";
import { Rpc } from "../rpc/rpc.ts";
import { limitsFor } from "../sip/admission.ts";
import { UserAgent } from "../sip/user_agent.ts";
import { LANGUAGES } from "../sound/reading/languages.ts";
import type { Sound } from "../sound/sound.ts";
import type { EventLog } from "../store/event_log.ts";
import { MemoryEventLog } from "../store/memory_event_log.ts";
import { Trunks } from "../trunk/trunks.ts";
import { sipWays } from "./sip_ways.ts";
import { trunkSettings } from "./trunk_settings.ts";
import { protectionOf } from "./protection.ts";
import { serveWire } from "./serve_wire.ts";
import { trustedPeers } from "./trusted_peers.ts";

/** The world around a node: real in `main.ts`. */
export interface Surroundings {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** The other threads of a node. */
export interface Threads {
  readonly sound: Sound;
  readonly media: Media;
}

/** How a node reaches the network. */
export interface Network {
  readonly bind: BindDatagram;
  readonly streams: Streams;
  /** The same with TLS; null where no transport of the settings needs it. */
  readonly secured: Streams | null;
  readonly routeTo: RouteTo;
  readonly dns: Dns;
}

/** What the control thread is made of, short of HTTP. */
export interface Control {
  readonly events: EventRouter;
  readonly eventLog: EventLog;
  readonly calls: Calls;
  readonly conferences: Conferences;
  readonly trunks: Trunks;
  readonly userAgent: UserAgent;
  readonly rpc: Rpc;
}

/**
 * Joins SIP, calls, events and JSON-RPC: a call that comes in by SIP is told of
 * by events, a command that comes in by RPC moves SIP and the media.
 *
 * @throws what binding the SIP port throws
 */
export function joinControl(
  config: Config,
  surroundings: Surroundings,
  threads: Threads,
  network: Network,
): Control {
  const { clock, log } = surroundings;
  const eventLog = new MemoryEventLog(clock);
  const events = new EventRouter(eventLog, clock);
  const isNamed = inNetworks(config.CTI_TRUSTED_PEERS);
  const trunks = new Trunks({
    settings: trunkSettings(config),
    clock,
    nodeId: config.CTI_NODE_ID,
    leavesByTrunksAlone: config.CTI_DIAL_TO === "trunks",
  });
  trunks.changes.on((event) => events.publish(event));
  const calls: Calls = new Calls({
    ...surroundings,
    ...threads,
    nodeId: config.CTI_NODE_ID,
    invite: ({ to, route, words, offer, offersAgain, credentials }) =>
      userAgent.invite({
        to,
        route,
        credentials,
        from: (localAddress) => words(localAddress).from,
        fields: (localAddress) => words(localAddress).fields,
        sdp: offer,
        offersAgain,
      }),
    emit: (event) => events.publish(event),
    maxCalls: config.CTI_MAX_CALLS,
    idleSeconds: config.CTI_IDLE_SECONDS,
    mediaTimeout: {
      seconds: config.CTI_MEDIA_TIMEOUT_SECONDS,
      action: config.CTI_MEDIA_TIMEOUT_ACTION,
    },
    localCodecs: config.CTI_CODECS.sound,
    comfortNoise: config.CTI_CODECS.comfortNoise,
    tonePlan: LANGUAGES[config.CTI_LANGUAGE].tones,
    trunks,
    trusts: isNamed,
    security: config.CTI_RTP_SECURITY,
    accepts: () => events.accepts(),
    forbids: isBroadcast,
    ...advertised(config),
  });
  const conferences = new Conferences({
    ...surroundings,
    ...threads,
    nodeId: config.CTI_NODE_ID,
    emit: (event) => events.publish(event),
    idleSeconds: config.CTI_IDLE_SECONDS,
  });
  const protection = protectionOf(config);
  const isTrusted = protection
    ? isNamed
    : trustedPeers(config.CTI_TRUSTED_PEERS);
  const userAgent: UserAgent = new UserAgent({
    ...surroundings,
    ...reachable(config, network),
    further: sipWays(config, network, surroundings.chance),
    local: { address: config.CTI_SIP_HOST, port: config.CTI_SIP_PORT },
    advertisedHost: config.CTI_ADVERTISED_HOST,
    onInvite: (session) => calls.incoming(session),
    isFull: () => calls.isFull,
    sessionInterval: {
      expires: config.CTI_SESSION_EXPIRES,
      minSe: config.CTI_SESSION_MIN_SE,
    },
    acceptsFrom: (address) => isTrusted(address) || trunks.knows(address),
    limits: limitsFor(config.CTI_MAX_CALLS, config.CTI_SOURCE_RATE),
    vouchesFor: (address) => isNamed(address) || trunks.knows(address),
    protection,
  });
  trunks.start(userAgent);
  const [wire, far] = wirePair();
  const ext = startServices({
    client: new Client(wire),
    emit: (event) => events.publish(event),
    clock,
    log,
  });
  const rpc = new Rpc({ calls, conferences, ext, clock, log });
  serveWire(far, rpc, events, { kind: "creator" });
  return { events, eventLog, calls, conferences, trunks, userAgent, rpc };
}

/** The part of the network that is to be used. */
function reachable(
  { CTI_SIP_TRANSPORTS: wanted }: Config,
  { bind, streams, routeTo, dns }: Network,
) {
  return {
    routeTo,
    dns,
    ...(wanted.includes("udp") ? { bind } : {}),
    ...(wanted.includes("tcp") ? { streams } : {}),
  };
}

function advertised(config: Config): { readonly advertisedHost?: string } {
  const { CTI_ADVERTISED_HOST: advertisedHost } = config;
  return advertisedHost === null ? {} : { advertisedHost };
}

import type { Chance } from "../base/chance.ts";
import type { Config } from "../config.ts";
import type { Streams } from "../net/stream.ts";
import { webSocketStreams } from "../net/websocket.ts";
import type { StreamWay } from "../sip/open_transports.ts";
import { LIMITS } from "../sip/parse.ts";

/** How connections are made, with and without TLS. */
export interface Connecting {
  readonly streams: Streams;
  /** Null where no transport of the settings needs it. */
  readonly secured: Streams | null;
}

/** RFC 7118 §4: the subprotocol. */
const PROTOCOL = "sip";

/** What of `CTI_SIP_TRANSPORTS` has a port of its own. */
export function sipWays(
  config: Config,
  { streams, secured }: Connecting,
  chance: Chance,
): StreamWay[] {
  const sip = { chance, protocol: PROTOCOL, largest: LIMITS.datagram };
  const ways: StreamWay[] = [];
  for (const wanted of config.CTI_SIP_TRANSPORTS) {
    const port = portOf(config, wanted);
    if (wanted === "ws") {
      ways.push({ name: "WS", streams: webSocketStreams(streams, sip), port });
    } else if (wanted === "tls" && secured) {
      ways.push({ name: "TLS", streams: secured, port });
    } else if (wanted === "wss" && secured) {
      ways.push({ name: "WSS", streams: webSocketStreams(secured, sip), port });
    }
  }
  return ways;
}

type Wanted = Config["CTI_SIP_TRANSPORTS"][number];

/** How far behind `CTI_SIP_PORT` each is, where its setting does not say. */
const BEHIND = { udp: 0, tcp: 0, tls: 1, ws: 2, wss: 3 };

function portOf(config: Config, wanted: Wanted): number {
  const own = {
    udp: null,
    tcp: null,
    tls: config.CTI_SIP_TLS_PORT,
    ws: config.CTI_SIP_WS_PORT,
    wss: config.CTI_SIP_WSS_PORT,
  }[wanted];
  const { CTI_SIP_PORT: first } = config;
  return own ?? (first === 0 ? 0 : first + BEHIND[wanted]);
}

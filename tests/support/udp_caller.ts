import { SystemChance } from "../../runtime/base/chance.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import type {
  OutgoingSession,
  Session,
  SessionEnd,
} from "../../runtime/sip/session.ts";
import { UserAgent } from "../../runtime/sip/user_agent.ts";
import { MemoryDns } from "./memory_dns.ts";
import { plainSdp } from "./plain_sdp.ts";

const LOOPBACK = "127.0.0.1";

/** An answered call of the caller's. */
export interface AnsweredCall {
  readonly session: OutgoingSession;
  /** The port where the node takes RTP. */
  readonly rtpPort: number;
}

/** A user agent on loopback whose sound is somebody else's business. */
export class UdpCaller {
  readonly agent = new UserAgent({
    clock: new SystemClock(),
    chance: new SystemChance(),
    log: SILENT,
    bind: bindUdp,
    local: { address: LOOPBACK, port: 0 },
    advertisedHost: null,
    routeTo: () => LOOPBACK,
    dns: new MemoryDns(),
    onInvite: (session) => session.ring(),
  });

  get uri(): string {
    return `sip:200@${LOOPBACK}:${this.agent.local.port}`;
  }

  /** Calls `sip` (host:port) and asks for RTP at a port of loopback. */
  call(sip: string, rtpPort: number): Promise<AnsweredCall> {
    const sdp = plainSdp(LOOPBACK, [
      `m=audio ${rtpPort} RTP/AVP 8 101`,
      "a=rtpmap:101 telephone-event/8000",
    ]);
    const to = `sip:4001@${sip}`;
    const session = this.agent.invite({ from: "13800138000", to, sdp });
    return answerTo(session);
  }
}

function answerTo(session: Session): Promise<AnsweredCall> {
  return new Promise((resolve, reject) =>
    session.listen({
      provisional: () => {},
      accepted: (sdp) =>
        resolve({
          session,
          rtpPort: Number(/^m=audio (\d+)/m.exec(sdp ?? "")?.[1]),
        }),
      acknowledged: () => {},
      offered: () => null,
      described: () => {},
      restated: () => null,
      key: () => {},
      referred: () => {},
      ended: ({ status, reason }: SessionEnd) =>
        reject(new Error(`${status} ${reason}`)),
    })
  );
}

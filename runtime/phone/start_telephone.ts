import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { startMedia } from "../media/worker_media.ts";
import type { Media } from "../media/media.ts";
import type { MediaSettings } from "../media/messages.ts";
import type { BindDatagram, SocketAddress } from "../net/datagram.ts";
import { CachedDns } from "../net/cached_dns.ts";
import { cachedRoutes } from "../net/route.ts";
import { SystemDns } from "../net/system_dns.ts";
import { UserAgent } from "../sip/user_agent.ts";
import type { Sound } from "../sound/sound.ts";
import { startSound } from "../sound/worker_sound.ts";
import { Telephone } from "./telephone.ts";

export interface TelephoneSettings {
  /** Where SIP is bound; port 0 for any that is free. */
  readonly local: SocketAddress;
  readonly rtpPorts: { readonly first: number; readonly last: number };
  readonly maxLines: number;
  /** Whether the gaps between the packets it hears are measured. */
  readonly pacing?: boolean;
  /** How its RTP comes and goes; `auto` where it is not said. */
  readonly io?: MediaSettings["io"];
  /** What it plays and records is below this folder. */
  readonly dataDir: string;
  /** The number that it calls from. */
  readonly number: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly bind: BindDatagram;
}

/** A telephone with threads and sockets of its own. */
export interface StartedTelephone {
  readonly telephone: Telephone;
  readonly userAgent: UserAgent;
  readonly sound: Sound;
  readonly media: Media;
  readonly dataDir: string;
  /** Hangs up and ends its threads. */
  close(): Promise<void>;
}

/** @throws what binding the SIP port throws */
export async function startTelephone(
  settings: TelephoneSettings,
): Promise<StartedTelephone> {
  const { local, rtpPorts, maxLines, pacing, dataDir, clock, log } = settings;
  const crashed = () => log.error("The telephone has lost a thread");
  const options = { log, crashed };
  const places = { dataDir, soundRoots: [] };
  const { sound, line } = await startSound(places, options);
  const media = await startMedia(
    {
      host: local.address,
      ports: rtpPorts,
      maxPorts: maxLines,
      ...pacing !== undefined && { pacing },
      io: settings.io ?? "auto",
    },
    line,
    options,
  );
  const telephone: Telephone = new Telephone({
    invite: (invitation) => userAgent.invite(invitation),
    media,
    number: settings.number,
  });
  const userAgent = new UserAgent({
    ...settings,
    advertisedHost: null,
    routeTo: cachedRoutes(clock),
    dns: new CachedDns(new SystemDns(clock), clock),
    onInvite: (session) => telephone.incoming(session),
  });
  const close = async () => {
    await telephone.close();
    userAgent.close();
    await media.close();
    await sound.close();
  };
  return { telephone, userAgent, sound, media, dataDir, close };
}

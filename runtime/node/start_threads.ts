import { join } from "node:path";
import type { Config } from "../config.ts";
import { startMedia } from "../media/worker_media.ts";
import { obstacleToLibc } from "../net/libc.ts";
import { bindUdp } from "../net/udp.ts";
import { SpeechQueue } from "../sound/speech/speech_queue.ts";
import { startSound } from "../sound/worker_sound.ts";
import type { Surroundings, Threads } from "./control.ts";
import { cannotOpen, opened } from "./opened.ts";
import { speechEngine } from "./speech_engine.ts";

/**
 * Starts the sound and the media thread.
 * @param crashed told the name of a thread that has died
 * @throws {CannotOpen} what they need cannot be had
 */
export async function startThreads(
  config: Config,
  { clock, log }: Surroundings,
  crashed: (thread: string) => void,
): Promise<Threads> {
  const host = config.CTI_RTP_HOST ?? config.CTI_SIP_HOST;
  await checkMachine(config, host);
  const engine = await speechEngine(config, clock);
  const { sound, line } = await startSound(
    {
      dataDir: config.CTI_DATA_DIR,
      soundRoots: config.CTI_SOUND_ROOTS,
      soundHosts: config.CTI_SOUND_HOSTS,
      cacheMegabytes: config.CTI_SOUND_CACHE_MB,
      language: config.CTI_LANGUAGE,
      speechEngine: engine.folder,
    },
    { log, crashed: () => crashed("sound") },
    new SpeechQueue(engine, clock),
  );
  const media = await startMedia(
    {
      host,
      ports: config.CTI_RTP_PORTS,
      maxPorts: config.CTI_MAX_CALLS,
      opus: speaksOpus(config),
      io: config.CTI_MEDIA_IO,
      rtpSource: config.CTI_RTP_SOURCE,
    },
    line,
    { log, crashed: () => crashed("media") },
  );
  return { sound, media };
}

/** Whether any call may, by the node's codecs or by those of a trunk. */
function speaksOpus({ CTI_CODECS, trunks }: Config): boolean {
  return CTI_CODECS.sound.includes("opus") ||
    trunks.some(({ codecs }) => codecs?.includes("opus"));
}

/** What the threads themselves could tell too late, and in other words. */
async function checkMachine(config: Config, host: string): Promise<void> {
  opened(
    `RTP on ${host} (CTI_RTP_HOST, CTI_SIP_HOST)`,
    () => bindUdp({ address: host, port: 0 }, () => {}).close(),
  );
  opened("RTP by FFI (CTI_MEDIA_IO)", () => {
    const obstacle = config.CTI_MEDIA_IO === "ffi" ? obstacleToLibc() : null;
    if (obstacle !== null) throw new Error(obstacle);
  });
  await Deno.mkdir(join(config.CTI_DATA_DIR, "recordings"), { recursive: true })
    .catch(cannotOpen(`the folder ${config.CTI_DATA_DIR} (CTI_DATA_DIR)`));
}

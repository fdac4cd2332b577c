import { join } from "node:path";
import { jsonLog } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import type { Media } from "../../runtime/media/media.ts";
import { startMedia } from "../../runtime/media/worker_media.ts";
import type { Sound } from "../../runtime/sound/sound.ts";
import { Speech } from "../../runtime/sound/speech.ts";
import { EspeakEngine } from "../../runtime/sound/speech/espeak_engine.ts";
import { SpeechQueue } from "../../runtime/sound/speech/speech_queue.ts";
import { startSound } from "../../runtime/sound/worker_sound.ts";
import { LOOPBACK } from "../stream_to.ts";

const RTP_PORTS = { first: 28_900, last: 28_999 };
const PORTS = 10;
/** Nobody looks after the threads, and they say what is wrong alone. */
export const SILENT = { log: jsonLog("error"), crashed: () => {} };

/** The sound and the media thread of a node, without a node. */
export interface Studio {
  readonly sound: Sound;
  readonly media: Media;
  close(): Promise<void>;
}

/** @param dataDir holds `prompts/`, `recordings/` and what was spoken */
export async function startStudio(dataDir: string): Promise<Studio> {
  await Deno.mkdir(join(dataDir, "prompts"), { recursive: true });
  const settings = { dataDir, soundRoots: [], language: "en-US" } as const;
  const clock = new SystemClock();
  const engine = new EspeakEngine(() => new Speech(), clock);
  const speech = new SpeechQueue(engine, clock);
  const { sound, line } = await startSound(settings, SILENT, speech);
  const ports = { host: LOOPBACK, ports: RTP_PORTS, maxPorts: PORTS };
  const media = await startMedia(ports, line, SILENT);
  return {
    ...{ sound, media },
    async close() {
      await media.close();
      await sound.close();
    },
  };
}

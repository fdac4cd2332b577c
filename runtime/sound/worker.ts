/** The sound thread's entry: the core and the file system, for real. */
import { Doorbell } from "../base/doorbell.ts";
import { SystemClock } from "../base/system_clock.ts";
import type { WorkerScope } from "../base/worker_scope.ts";
import { loadCore } from "../core/mod.ts";
import type {
  FromSound,
  MediaToSound,
  SoundSettings,
  SoundToMedia,
  ToSound,
} from "../media/sound_messages.ts";
import { warmDecoders } from "./formats/warm_decoders.ts";
import { KeptFile } from "./kept_file.ts";
import { FetchedFiles } from "./fetched/fetched_files.ts";
import { SoundHosts } from "./fetched/sound_hosts.ts";
import { SoundThread } from "./sound_thread.ts";

/**
 * A node that has started has other things to do first, ms. At rest it is no
 * larger for it than one start of it differs from the next: 159 to 168 MB with
 * and without; the first MP3 would pay 70 ms, the first Ogg Opus 40.
 */
const WARMING_AFTER = 1000;

const control = globalThis as unknown as WorkerScope<ToSound, FromSound>;

control.onmessage = ({ data }) => {
  if (data.type === "start") start(data.settings, data.media, data.bell);
};

async function start(
  settings: SoundSettings,
  media: MessagePort,
  bell: SharedArrayBuffer,
): Promise<void> {
  const doorbell = new Doorbell(bell);
  const thread = await SoundThread.open({
    settings,
    core: await loadCore(),
    createFile: KeptFile.create,
    fetched: new FetchedFiles({
      dataDir: settings.dataDir,
      hosts: new SoundHosts(settings.soundHosts ?? []),
      clock: new SystemClock(),
      fetch,
    }),
    report: (message) => control.postMessage(message),
    supply: (message) => {
      media.postMessage(message, handedOver(message));
      doorbell.ring();
    },
  });
  media.onmessage = ({ data }: MessageEvent<MediaToSound>) => thread.take(data);
  control.onmessage = ({ data }) => thread.obey(data);
  control.postMessage({ type: "started" });
  setTimeout(warm, WARMING_AFTER);
}

/** Sound that is for one reader alone changes hands, it is not copied. */
function handedOver(message: SoundToMedia): Transferable[] {
  if (!("segments" in message)) return [];
  return message.segments.filter((segment) => segment instanceof ArrayBuffer);
}

/** Who plays a file that needs what cannot be loaded is told so then. */
function warm(): void {
  warmDecoders().catch(() => {});
}

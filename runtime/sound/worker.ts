/** The sound thread's entry: the core and the file system, for real. */
import { Doorbell } from "../base/doorbell.ts";
import { SystemClock } from "../base/system_clock.ts";
import type { WorkerScope } from "../base/worker_scope.ts";
import { type Core, loadCore } from "../core/mod.ts";
import type {
  FromSound,
  MediaToSound,
  SoundSettings,
  SoundToMedia,
  ToSound,
} from "../media/sound_messages.ts";
import { KeptFile } from "./kept_file.ts";
import { FetchedFiles } from "./fetched/fetched_files.ts";
import { SoundHosts } from "./fetched/sound_hosts.ts";
import { SoundThread } from "./sound_thread.ts";
import { warmDecoders } from "./warm_decoders.ts";

/**
 * A node that has started has other things to do first, ms. Warming takes some
 * 5 MB (a node at rest: 159 to 165 MB without, 166 to 170 with it), which the
 * first call that plays such a file would take as well, and wait for.
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
  const core = await loadCore();
  const thread = await SoundThread.open({
    settings,
    core,
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
  setTimeout(() => warm(core), WARMING_AFTER);
}

/** Sound that is for one reader alone changes hands, it is not copied. */
function handedOver(message: SoundToMedia): Transferable[] {
  if (!("segments" in message)) return [];
  return message.segments.filter((segment) => segment instanceof ArrayBuffer);
}

/** Who plays a file that needs what cannot be loaded is told so then. */
function warm(core: Core): void {
  warmDecoders(core).catch(() => {});
}

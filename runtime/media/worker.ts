/** The media thread's entry: the core, the sockets and the heartbeat, for real. */
import { SystemChance } from "../base/chance.ts";
import { Doorbell } from "../base/doorbell.ts";
import { SystemClock } from "../base/system_clock.ts";
import type { WorkerScope } from "../base/worker_scope.ts";
import { loadCore } from "../core/mod.ts";
import { loadOpus } from "../core/opus/load.ts";
import { descriptorLimit } from "../net/descriptor_limit.ts";
import { MediaThread } from "./media_thread.ts";
import { runInRealTime } from "./thread_priority.ts";
import { openDatagrams, type OpenedDatagrams } from "./open_datagrams.ts";
import type {
  FromMedia,
  MediaSettings,
  SoundLine,
  ToMedia,
} from "./messages.ts";
import type { MediaToSound, SoundToMedia } from "./sound_messages.ts";

/** Of RTP and of RTCP. */
const SOCKETS_PER_PORT = 2;
/** SIP's connections (`sip/stream_transport.ts`: 2048), and the node's own files. */
const OTHER_DESCRIPTORS = 2048 + 256;
const BEEP = { hertz: 1000, ms: 250, level: -12 } as const;

const control = globalThis as unknown as WorkerScope<ToMedia, FromMedia>;

control.onmessage = ({ data }) => {
  if (data.type === "start") start(data.settings, data.sound);
};

async function start(
  settings: MediaSettings,
  { port: sound, bell }: SoundLine,
): Promise<void> {
  const doorbell = new Doorbell(bell);
  const core = await loadCore();
  const { maxPorts } = settings;
  const opus = settings.opus ? await loadOpus() : null;
  const engine = core.engine({ ports: maxPorts, mixes: maxPorts, opus });
  const opened = openDatagrams(settings, engine.packetBuffer);
  // An address that is not ours is a fault of the start, not of every call.
  opened.datagrams.bind({ address: settings.host, port: 0 }, () => {}).close();
  tellOf(opened);
  tellOfTooFewDescriptors(maxPorts);
  tellOfPriority(runInRealTime());
  const thread = new MediaThread({
    settings,
    engine,
    clock: new SystemClock(),
    chance: new SystemChance(),
    datagrams: opened.datagrams,
    // Deno's own datagrams come by the event loop: it must not stand still.
    sleep: opened.datagrams.io === "ffi" ? (ms) => doorbell.sleep(ms) : null,
    beep: core.tone(BEEP.hertz, BEEP.ms, BEEP.level),
    report(message) {
      if (message.type === "stopped") opened.close();
      control.postMessage(message);
    },
    store: (message) => store(message, sound),
  });
  sound.onmessage = ({ data }: MessageEvent<SoundToMedia>) => {
    doorbell.answer();
    thread.take(data);
  };
  control.onmessage = ({ data }) => {
    doorbell.answer();
    thread.obey(data);
  };
  control.postMessage({ type: "started" });
}

function tellOf({ datagrams, obstacle }: OpenedDatagrams): void {
  if (obstacle === null) return;
  const message = "RTP goes by Deno's sockets, which cost more CPU time";
  const fields = { io: datagrams.io, because: obstacle };
  control.postMessage({ type: "notice", level: "warn", message, fields });
}

function tellOfTooFewDescriptors(maxPorts: number): void {
  const limit = descriptorLimit();
  const needed = maxPorts * SOCKETS_PER_PORT + OTHER_DESCRIPTORS;
  if (limit === null || limit >= needed) return;
  const message = "Too few descriptors for all calls: raise `ulimit -n`";
  const fields = { limit, needed };
  control.postMessage({ type: "notice", level: "warn", message, fields });
}

function tellOfPriority(realTime: boolean): void {
  const message = "the media thread's scheduling";
  control.postMessage({
    type: "notice",
    level: "debug",
    message,
    fields: { realTime },
  });
}

/** Sound changes hands, it is not copied. */
function store(message: MediaToSound, sound: MessagePort): void {
  const transfer = message.type === "chunk" ? [message.samples.buffer] : [];
  sound.postMessage(message, transfer);
}

import { jsonLog } from "../runtime/base/log.ts";
import { FRAME } from "../runtime/base/units.ts";
import type { Media, MediaPort } from "../runtime/media/media.ts";
import { startMedia } from "../runtime/media/worker_media.ts";
import { startSound } from "../runtime/sound/worker_sound.ts";
import { cpuTimeOf } from "./cpu_time.ts";
import { besideEcho } from "./echo.ts";
import { pause } from "./pause.ts";
import type { Row } from "./row.ts";
import { LOOPBACK, streamTo } from "./stream_to.ts";

const RTP_PORTS = { first: 22_600, last: 22_999 };
const PORTS = 100;
const SETTLE_MS = 2000;
const MEASURE_MS = 5000;
/** The echo in C is told in ms a second of 50 packets; here it is µs a packet. */
const ECHO = 1000 / 50;

/**
 * What one RTP packet in and one out cost with all that the core does to them:
 * ports of one media thread that talk to each other. Linux alone says it.
 */
export async function benchMedia(echo: number | null): Promise<Row[]> {
  if (Deno.build.os !== "linux") return [];
  const dataDir = await Deno.makeTempDir();
  const options = { log: jsonLog("warn"), crashed: () => {} };
  const places = { dataDir, soundRoots: [] };
  const { sound, line } = await startSound(places, options);
  const settings = { host: LOOPBACK, ports: RTP_PORTS, maxPorts: PORTS };
  const media = await startMedia(settings, line, options);
  await joinPairs(media);
  await pause(SETTLE_MS);
  const start = performance.now();
  const before = await cpuTimeOf(Deno.pid);
  await pause(MEASURE_MS);
  const cpu = await cpuTimeOf(Deno.pid) - before;
  const frames = (performance.now() - start) / FRAME;
  await media.close();
  await sound.close();
  await Deno.remove(dataDir, { recursive: true });
  return [{
    name: "RTP packet in and out, 20 ms of G.711",
    value: 1000 * cpu / (frames * PORTS),
    unit: "µs",
    ...besideEcho(echo, ECHO),
  }];
}

async function joinPairs(media: Media): Promise<void> {
  const ports: MediaPort[] = [];
  while (ports.length < PORTS) ports.push(await media.open({ key: () => {} }));
  ports.forEach((port, i) => port.setStream(streamTo(ports[i ^ 1].rtpPort)));
}

import type { MediaHealth } from "../runtime/media/messages.ts";
import { cpuTimeOf } from "./cpu_time.ts";
import { type Load, startLoad } from "./load.ts";
import { besideEcho } from "./echo.ts";
import { pause } from "./pause.ts";
import type { Row } from "./row.ts";

const CALLS = 50;
const SETTLE_MS = 2000;
const MEASURE_MS = 10_000;

/** What `CALLS` calls at once cost a node, and how well it keeps time. */
export async function benchCalls(echo: number | null): Promise<Row[]> {
  const load = await startLoad(CALLS);
  try {
    await pause(SETTLE_MS);
    const figures = await measure(load.node);
    await load.hangUp();
    return [...costs(figures, echo), ...timing(figures), ...service(load)];
  } finally {
    await load.close();
  }
}

interface Figures {
  readonly callSeconds: number;
  /** ms in all threads of the node; null where the system does not say. */
  readonly cpu: number | null;
  readonly media: MediaHealth;
}

async function measure({ pid, http }: Load["node"]): Promise<Figures> {
  await health(http);
  const start = performance.now();
  const cpuBefore = await cpuOf(pid);
  await pause(MEASURE_MS);
  const cpuAfter = await cpuOf(pid);
  const callSeconds = CALLS * (performance.now() - start) / 1000;
  const cpu = cpuAfter === null || cpuBefore === null
    ? null
    : cpuAfter - cpuBefore;
  return { callSeconds, cpu, media: await health(http) };
}

/** What the media thread did since it was last asked. */
async function health(http: string): Promise<MediaHealth> {
  const response = await fetch(`${http}/health`);
  return (await response.json()).media;
}

async function cpuOf(pid: number): Promise<number | null> {
  return Deno.build.os === "linux" ? await cpuTimeOf(pid) : null;
}

/** Compared with a C program that receives and sends the packets, no more. */
function costs(
  { cpu, callSeconds, media }: Figures,
  echo: number | null,
): Row[] {
  const unit = "ms per call-second";
  const ticks = `of it in the media thread's ticks`;
  const whole = `CPU of the node, ${CALLS} calls`;
  return [
    ...cpu === null ? [] : [{
      name: whole,
      value: cpu / callSeconds,
      unit,
      ...besideEcho(echo),
    }],
    { name: ticks, value: media.busy / callSeconds, unit },
  ];
}

function timing({ media }: Figures): Row[] {
  const { latenessP50, latenessP99, latenessMax, skipped } = media;
  const unit = "ms";
  return [
    { name: "heartbeat late, p50", value: latenessP50, unit },
    { name: "heartbeat late, p99", value: latenessP99, unit },
    { name: "heartbeat late, max", value: latenessMax, unit },
    { name: "heartbeats given up", value: skipped, unit: "" },
  ];
}

/** What the callers saw of it. */
function service({ lines, setupTimes }: Load): Row[] {
  const sorted = setupTimes.toSorted((a, b) => a - b);
  const sum = (of: "packetsReceived" | "packetsLost" | "packetsLate") =>
    lines.reduce((total, line) => total + (line.statistics?.[of] ?? 0), 0);
  const lost = 1e6 * sum("packetsLost") / sum("packetsReceived");
  const late = 1e6 * sum("packetsLate") / sum("packetsReceived");
  return [
    { name: "INVITE to 200, p50", value: sorted[CALLS >> 1], unit: "ms" },
    { name: "INVITE to 200, max", value: sorted[CALLS - 1], unit: "ms" },
    { name: "packets lost on the way to a caller", value: lost, unit: "ppm" },
    { name: "packets too late to be heard", value: late, unit: "ppm" },
  ];
}

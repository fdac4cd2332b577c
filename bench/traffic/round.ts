import type {
  MediaHealth,
  PortStatistics,
} from "../../runtime/media/messages.ts";
import { cpuTimeOf } from "../cpu_time.ts";
import { memoryOf } from "../memory.ts";
import { pause } from "../pause.ts";
import { Callers } from "./callers.ts";
import type { Subject } from "./subject.ts";

/** What the node is expected to take: 1,000 calls come in 20 s. */
const CALLS_A_SECOND = 50;
const SETTLE_MS = 2000;
const MEASURE_MS = 10_000;
/** Packets of a second of a call. */
const PACKETS_A_SECOND = 50;
/** Of what the callers should have sent; below it they had no time. */
const KEPT_UP = 0.999;

/** What a number of calls at once were for a subject, and for the callers. */
export interface Round {
  readonly calls: number;
  /** ms in all threads of the subject, for a second of one call. */
  readonly cpu: number;
  /** Bytes of resident memory that the calls take over what was there before. */
  readonly memory: number;
  /** From each INVITE to its 200, ms, the shortest first. */
  readonly setupTimes: readonly number[];
  /** Calls that were not answered, by their SIP status. */
  readonly refusals: readonly number[];
  /** How the callers kept time; and whether they did what they should have. */
  readonly callers: MediaHealth;
  readonly keptUp: boolean;
  /** Of each call. */
  readonly statistics: readonly PortStatistics[];
}

export interface RoundOptions {
  readonly speech: Uint8Array<ArrayBuffer>;
  /** ms that all calls are held and measured. */
  readonly hold?: number;
  /** Runs while all calls are up, before they hang up. */
  readonly meanwhile?: () => Promise<void>;
}

/** Lets `calls` callers call a subject, and measures it while they speak. */
export async function runRound(
  subject: Subject,
  calls: number,
  { speech, hold = MEASURE_MS, meanwhile }: RoundOptions,
): Promise<Round> {
  const callers = await Callers.start(calls, speech);
  try {
    const before = await memoryOf(subject.pid);
    await callers.call(subject.uri, calls, CALLS_A_SECOND);
    await pause(SETTLE_MS);
    const measured = await measure(subject, callers, hold);
    const memory = await memoryOf(subject.pid) - before;
    await meanwhile?.();
    await callers.hangUp();
    const { lines, refusals } = callers;
    return {
      calls,
      ...measured,
      memory,
      setupTimes: callers.setupTimes.toSorted((a, b) => a - b),
      refusals,
      statistics: lines.flatMap((line) => line.statistics ?? []),
    };
  } finally {
    await callers.close();
  }
}

async function measure(subject: Subject, callers: Callers, hold: number) {
  await callers.health();
  const start = performance.now();
  const before = await cpuTimeOf(subject.pid);
  await pause(hold);
  const spent = await cpuTimeOf(subject.pid) - before;
  const seconds = (performance.now() - start) / 1000;
  const health = await callers.health();
  const due = PACKETS_A_SECOND * seconds;
  return {
    cpu: spent / (callers.lines.length * seconds),
    callers: health,
    keptUp: health.skipped === 0 && health.ticks >= KEPT_UP * due - 1,
  };
}

import type { Report } from "../../runtime/load/report.ts";
import { cpuTimeOf } from "../cpu_time.ts";
import { memoryOf } from "../memory.ts";
import { pause } from "../pause.ts";
import { Callers } from "./callers.ts";
import type { Subject } from "./subject.ts";

/** What the node is expected to take: 1,000 calls come in 20 s. */
const CALLS_A_SECOND = 50;
const PACKETS_A_SECOND = 50;
const SETTLE_MS = 2000;
/** At 100 calls and 0.15 ms a second USER_HZ is a fifteenth of it. */
const MEASURE_MS = 10_000;
/** Of a subject without calls. */
const IDLE_MS = 3000;

/** What a number of calls at once were for a subject, and for the callers. */
export interface Round {
  /** Those that were up. */
  readonly calls: number;
  /** ms in all threads of the subject, for a second of one call. */
  readonly cpu: number;
  /** Of the packets that were due to the callers meanwhile: what they got, 0 to 1. */
  readonly heard: number;
  /** The same for a second without calls. */
  readonly idle: number;
  /** Resident bytes of each call, over those before the first. */
  readonly memory: number;
  /** Heartbeats of the callers that were late or given up while measured. */
  readonly callersLate: number;
  /** What the callers say, when all have hung up. */
  readonly report: Report;
}

export interface RoundOptions {
  /** The keys that callers must hear, over and over; "" for any sound. */
  readonly expect: string;
  /** ms that all calls are held and measured. */
  readonly hold?: number;
  /** Runs once that is done, before they hang up. */
  readonly then?: (subject: Subject) => Promise<void>;
}

/** Lets `calls` callers call a subject, and measures it while they speak. */
export async function runRound(
  subject: Subject,
  calls: number,
  { expect, hold = MEASURE_MS, then }: RoundOptions,
): Promise<Round> {
  const before = await memoryOf(subject.pid);
  const idle = await cpuWhile(subject, IDLE_MS);
  const { uri } = subject;
  const rate = CALLS_A_SECOND;
  const callers = await Callers.start({ uri, calls, rate, expect });
  try {
    await callers.settled();
    await pause(SETTLE_MS);
    const begun = await callers.settled();
    const cpu = await cpuWhile(subject, hold);
    const held = await callers.settled();
    const memory = await memoryOf(subject.pid) - before;
    await then?.(subject);
    return {
      calls: held.calls.up,
      cpu: cpu / held.calls.up,
      heard: heardBetween(begun, held),
      idle,
      memory: memory / held.calls.up,
      callersLate: lateIn(held) - lateIn(begun),
      report: await callers.hangUp(),
    };
  } finally {
    await callers.close();
  }
}

/** ms of CPU time a second. */
async function cpuWhile({ pid }: Subject, ms: number): Promise<number> {
  const start = performance.now();
  const before = await cpuTimeOf(pid);
  await pause(ms);
  const spent = await cpuTimeOf(pid) - before;
  return 1000 * spent / (performance.now() - start);
}

/** Each gap between packets is a packet that came in its turn. */
function heardBetween(one: Report, other: Report): number {
  const seconds = (Date.parse(other.time) - Date.parse(one.time)) / 1000;
  const due = PACKETS_A_SECOND * seconds * other.calls.up;
  return (other.pacing.gaps - one.pacing.gaps) / due;
}

function lateIn({ ownBeats }: Report): number {
  return ownBeats.late + ownBeats.skipped;
}

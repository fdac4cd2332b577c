import { Histogram } from "../base/histogram.ts";
import type { PortStatistics } from "../media/statistics.ts";
import type { SessionEnd } from "../sip/session.ts";

/** Set-up times: 0.1 ms, up to the 32 s after which SIP gives up. */
const [PER_MS, RANGE] = [10, 32_000];
/** Faults that are told one by one. */
const MOST_NAMED = 20;

/** What became of a call that was up. */
export interface CallRecord {
  /** Who called, and the Call-ID that the server knows it by. */
  readonly caller: string;
  readonly callId: string;
  /** The keys that the caller heard as tones. */
  readonly heard: string;
  /** The other side ended it. */
  readonly broken: boolean;
  readonly statistics: PortStatistics;
}

/** The counters of a port that are summed over all calls. */
const SUMMED = [
  "packetsSent",
  "packetsReceived",
  "packetsLost",
  "packetsLate",
  "packetsReordered",
  "packetsDuplicated",
  "packetsRefused",
] as const satisfies (keyof PortStatistics)[];
export type Packets = Record<typeof SUMMED[number], number>;

/** All that is counted over the calls. */
export class Tally {
  readonly setUp = new Histogram(PER_MS, RANGE);
  begun = 0;
  /** Calls that were up and are over. */
  done = 0;
  up = 0;
  peak = 0;
  /** Final answers other than 200, by their status. */
  readonly refused = new Map<number, number>();
  /** How many of them said when to try again. */
  retryAfter = 0;
  /** Calls that the other side ended. */
  broken = 0;
  /** Calls in which the prompt's row of keys was never heard. */
  unheard = 0;
  /** Calls in which it was, and another time not as it is. */
  marred = 0;
  pressed = 0;
  /** The first faults, in words. */
  readonly faults: string[] = [];
  readonly packets = Object.fromEntries(
    SUMMED.map((name) => [name, 0]),
  ) as Packets;
  readonly #expected: string;

  /** @param expected the keys that the prompt sounds, over and over */
  constructor(expected: string) {
    this.#expected = expected;
  }

  answered(milliseconds: number): void {
    this.setUp.note(milliseconds);
    this.peak = Math.max(this.peak, ++this.up);
  }

  refuse({ status, retryAfter }: SessionEnd): void {
    if (retryAfter !== undefined) this.retryAfter++;
    this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
  }

  ended(record: CallRecord): void {
    this.up--;
    this.done++;
    for (const name of SUMMED) this.packets[name] += record.statistics[name];
    if (record.broken) {
      this.broken++;
      this.#tell(record, "was ended by the other side");
    }
    this.#judge(record);
  }

  #judge(record: CallRecord): void {
    const { speechLevel } = record.statistics;
    const row = this.#expected;
    const { heard } = record;
    const rounds = Math.ceil(heard.length / (row.length || 1)) + 1;
    const hasHeard = row === "" ? speechLevel !== null : heard.includes(row);
    if (!hasHeard) this.unheard++;
    else if (row === "" || row.repeat(rounds).includes(heard)) return;
    else this.marred++;
    const level = speechLevel === null
      ? "no speech"
      : `speech of ${speechLevel.toFixed(1)} dBm0`;
    this.#tell(record, `heard keys "${heard}" and ${level}`);
  }

  #tell({ caller, callId }: CallRecord, text: string): void {
    if (this.faults.length === MOST_NAMED) return;
    this.faults.push(`${caller} (${callId}) ${text}`);
  }
}

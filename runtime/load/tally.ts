import { Histogram } from "../base/histogram.ts";
import type { PortStatistics } from "../media/messages.ts";
import type { SessionEnd } from "../sip/session.ts";

/** Set-up times: 0.1 ms, up to the 32 s after which SIP gives up. */
const [BIN, RANGE] = [0.1, 32_000];
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
  readonly setUp = new Histogram(BIN, RANGE);
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
  /** Calls in which the prompt's keys were not heard as they are. */
  unheard = 0;
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
    if (this.#isHeard(record)) return;
    this.unheard++;
    const { speechLevel } = record.statistics;
    const level = speechLevel === null ? "nothing" : `${speechLevel} dBm0`;
    this.#tell(record, `heard keys "${record.heard}" and ${level}`);
  }

  /** Once the row at least, and nothing that is not in its repetition. */
  #isHeard({ heard, statistics }: CallRecord): boolean {
    const row = this.#expected;
    if (row === "") return statistics.speechLevel !== null;
    const rounds = Math.ceil(heard.length / row.length) + 1;
    return heard.includes(row) && row.repeat(rounds).includes(heard);
  }

  #tell({ caller, callId }: CallRecord, text: string): void {
    if (this.faults.length === MOST_NAMED) return;
    this.faults.push(`${caller} (${callId}) ${text}`);
  }
}

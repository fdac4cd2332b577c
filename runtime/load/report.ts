import type { BeatTotals, PacingReport } from "../media/statistics.ts";
import type { Packets, Tally } from "./tally.ts";
import type { ProcessFigures } from "./watched_process.ts";

/** How it goes, or how it went: what a line and the final figures say. */
export interface Report {
  /** Seconds since the beginning, and the time of day (ISO 8601). */
  readonly seconds: number;
  readonly time: string;
  readonly calls: {
    readonly begun: number;
    readonly up: number;
    readonly mostUp: number;
    readonly done: number;
    /** Those that are up, and those that the server has not let go of. */
    readonly unreleased: number;
    /** By SIP status. */
    readonly refused: Readonly<Record<string, number>>;
    /** Refusals with a Retry-After. */
    readonly retryAfter: number;
    readonly brokenOff: number;
    /** Those whose caller never heard the prompt's keys. */
    readonly unheard: number;
    /** Those whose caller heard them, and another time not all, or others. */
    readonly marred: number;
  };
  /** INVITE to 200, ms. */
  readonly setUp: {
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  };
  /** Of the calls that are over, as the callers' ports counted them. */
  readonly packets: Packets;
  /** Of all calls so far, those that are up too. */
  readonly pacing: PacingReport;
  readonly keys: {
    /** Callers that have pressed theirs. */
    readonly pressed: number;
    /** Callers whose keys the application reported as they are; null: unknown. */
    readonly acknowledged: number | null;
  };
  /** What the server takes of the machine; null where it is not watched. */
  readonly server: ProcessFigures | null;
  /** Timers that wait in a node of our own; null where that is not known. */
  readonly timers: number | null;
  /** CPU time of the load itself, ms, and its resident memory, KiB. */
  readonly ownCpu: number;
  readonly ownRss: number;
  /** How the callers' own heartbeat kept time. */
  readonly ownBeats: BeatTotals;
  readonly faults: readonly string[];
}

/** What is measured elsewhere and told as it is. */
type Measured = Pick<
  Report,
  | "seconds"
  | "pacing"
  | "server"
  | "timers"
  | "ownCpu"
  | "ownRss"
  | "ownBeats"
>;

export interface ReportParts extends Measured {
  readonly tally: Tally;
  readonly acknowledged: number | null;
  readonly unreleased: number;
}

export function reportOf(
  { tally, acknowledged, unreleased, ...measured }: ReportParts,
): Report {
  return {
    ...measured,
    time: new Date().toISOString(),
    calls: { ...callsOf(tally), unreleased },
    setUp: {
      p50: tally.setUp.quantile(0.5),
      p99: tally.setUp.quantile(0.99),
      max: tally.setUp.max,
    },
    packets: { ...tally.packets },
    keys: { pressed: tally.pressed, acknowledged },
    faults: [...tally.faults],
  };
}

function callsOf(tally: Tally): Omit<Report["calls"], "unreleased"> {
  const { begun, up, peak, done, refused, retryAfter } = tally;
  const { broken, unheard, marred } = tally;
  return {
    ...{ begun, up, mostUp: peak, done, retryAfter },
    refused: Object.fromEntries(refused),
    ...{ brokenOff: broken, unheard, marred },
  };
}

/** One line for a terminal. */
export function lineOf(report: Report): string {
  const { calls, packets, pacing, server } = report;
  const refused = Object.values(calls.refused).reduce((a, b) => a + b, 0);
  const watched = server
    ? `, server ${(server.rss / 1024).toFixed(0)} MiB, ${server.fds} fds, ` +
      `${(server.cpu / 1000).toFixed(1)} s CPU`
    : "";
  return `${report.seconds.toFixed(0).padStart(6)} s  ${calls.up} up, ` +
    `${calls.done} done, ${refused} refused, ${packets.packetsLost} lost, ` +
    `strays ${inMs(pacing.strayP50)}/${inMs(pacing.strayP99)}/` +
    `${inMs(pacing.strayMax)} ms (p50/p99/max)${watched}`;
}

/** All figures, a line each, for the end. */
export function tableOf(report: Report): string {
  const { calls, setUp, packets, pacing, keys, server } = report;
  const rows: [string, string][] = [
    [
      "calls begun / up at once / done",
      `${calls.begun} / ${calls.mostUp} / ${calls.done}`,
    ],
    ["refused, by status", JSON.stringify(calls.refused)],
    ["ended by the other side", `${calls.brokenOff}`],
    ["prompt not heard / not always", `${calls.unheard} / ${calls.marred}`],
    [
      "INVITE to 200, p50 / p99 / max",
      `${inMs(setUp.p50)} / ${inMs(setUp.p99)} / ${inMs(setUp.max)} ms`,
    ],
    [
      "packets sent / heard",
      `${packets.packetsSent} / ${packets.packetsReceived}`,
    ],
    [
      "lost / late / reordered / duplicated",
      `${packets.packetsLost} / ${packets.packetsLate} / ${packets.packetsReordered} / ${packets.packetsDuplicated}`,
    ],
    [
      "gap − 20 ms, p50 / p99 / p99.9 / max",
      `${inMs(pacing.strayP50)} / ${inMs(pacing.strayP99)} / ${
        inMs(pacing.strayP999)
      } / ${inMs(pacing.strayMax)} ms`,
    ],
    [
      "keys pressed / acknowledged",
      `${keys.pressed} / ${keys.acknowledged ?? "unknown"}`,
    ],
    ["CPU time of the load", `${(report.ownCpu / 1000).toFixed(1)} s`],
  ];
  if (server) {
    rows.push(
      [
        "CPU time of the server / waited for",
        `${(server.cpu / 1000).toFixed(1)} / ${
          (server.waited / 1000).toFixed(1)
        } s`,
      ],
      [
        "its memory / fds / threads",
        `${
          (server.rss / 1024).toFixed(1)
        } MiB / ${server.fds} / ${server.threads}`,
      ],
    );
  }
  const lines = rows.map(([name, value]) => `${name.padEnd(38)} ${value}`);
  return [...lines, ...report.faults.map((fault) => `fault: ${fault}`)].join(
    "\n",
  );
}

function inMs(value: number): string {
  return value.toFixed(2);
}

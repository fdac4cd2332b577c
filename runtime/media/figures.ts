import type { Datagrams } from "../net/datagram.ts";
import type { MediaHealth, MediaTotals } from "./statistics.ts";
import type { Pacing } from "./pacing.ts";
import type { Watchdog } from "./watchdog.ts";

/** Who counts in the media thread. */
export interface Figures {
  readonly openPorts: number;
  readonly openMixes: number;
  readonly watchdog: Watchdog;
  /** Null where gaps are not measured. */
  readonly pacing: Pacing | null;
  readonly datagrams: Datagrams;
}

/** How the thread has been since the watchdog forgot. */
export function healthOf(
  { openPorts, watchdog, pacing, datagrams }: Figures,
): MediaHealth {
  const { lateness, beats, skipped, busy, totals } = watchdog;
  return {
    openPorts,
    ticks: beats,
    skipped,
    latenessP50: lateness.quantile(0.5),
    latenessP99: lateness.quantile(0.99),
    latenessP999: lateness.quantile(0.999),
    latenessMax: lateness.max,
    busy,
    totals,
    ...pacing && { pacing: pacing.report() },
    io: datagrams.io,
    errors: datagrams.errors,
  };
}

/** What it has counted since it began. */
export function totalsOf(
  { openPorts, openMixes, watchdog, datagrams }: Figures,
): Omit<MediaTotals, "rtp" | "timers"> {
  return {
    openPorts,
    openMixes,
    heartbeat: watchdog.totals,
    busy: watchdog.allBusy,
    lateness: watchdog.allLateness.distribution(),
    errors: datagrams.errors,
  };
}

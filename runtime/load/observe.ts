import process from "node:process";
import type { LoadOptions } from "./options.ts";
import { unreleased } from "./released.ts";
import { type Report, reportOf } from "./report.ts";
import type { Stage } from "./stage.ts";
import type { Tally } from "./tally.ts";
import { figuresOf } from "./watched_process.ts";

/** Asks everybody who knows how it goes, `seconds` after the beginning. */
export async function observe(
  stage: Stage,
  { watch, keys }: LoadOptions,
  tally: Tally,
  seconds: number,
): Promise<Report> {
  const { phone, node } = stage;
  const { pacing, totals } = await phone.media.health();
  if (!pacing) throw new TypeError("The telephone does not measure gaps");
  const pid = node?.pid ?? watch;
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  const application = node?.application;
  return reportOf({
    tally,
    seconds: Math.round(seconds * 10) / 10,
    pacing,
    acknowledged: application && keys ? application.acknowledged(keys) : null,
    unreleased: unreleased(stage),
    server: pid === null ? null : await figuresOf(pid),
    timers: await node?.timers() ?? null,
    ownCpu: (user + system) / 1000,
    ownRss: Math.round(rss / 1024),
    ownBeats: totals,
  });
}

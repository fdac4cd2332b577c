import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { besideLimit, costRows } from "./traffic/beside_limit.ts";
import { startBenchNode } from "./traffic/node.ts";
import type { Round } from "./traffic/round.ts";

const SIZES = [100, 300, 1000, 1500];
/** What everything that a call needs may cost, beside its packets alone. */
const MOST = 1.5;

/** What calls at once cost a node, beside the same packets in C. */
export async function benchCalls(options: BenchOptions): Promise<Row[]> {
  const { limit, speech, say } = options;
  const rows: Row[] = [];
  for (const calls of options.calls ?? SIZES) {
    const contest = {
      limit,
      speech,
      mode: "answer",
      start: () => startBenchNode(calls, speech),
    } as const;
    const rounds = await besideLimit(contest, calls);
    const what = `${calls} calls`;
    rows.push(
      ...costRows(what, rounds, MOST),
      ...serviceRows(what, rounds.ours),
    );
    if (!rounds.ours.keptUp) say(`The callers did not keep up with ${what}`);
  }
  return rows;
}

/** What the callers saw of it, and how they kept time themselves. */
function serviceRows(what: string, round: Round): Row[] {
  const { setupTimes, statistics, refusals, callers } = round;
  const sum = (of: "packetsLost" | "packetsLate") =>
    statistics.reduce((total, line) => total + line[of], 0);
  const at = (share: number) =>
    setupTimes[Math.ceil(share * setupTimes.length) - 1];
  return [
    { name: `INVITE to 200, p50, ${what}`, value: at(0.5), unit: "ms" },
    {
      name: `INVITE to 200, p99, ${what}`,
      value: at(0.99),
      unit: "ms",
      aim: { most: 20 },
    },
    {
      name: `not answered, ${what}`,
      value: refusals.length,
      unit: "calls",
      aim: { most: 0 },
    },
    {
      name: `lost on the way to the callers, ${what}`,
      value: sum("packetsLost"),
      unit: "packets",
      aim: { most: 0 },
    },
    {
      name: `too late to be heard, ${what}`,
      value: sum("packetsLate"),
      unit: "packets",
    },
    {
      name: `memory of a call, ${what}`,
      value: round.memory / 1024 / round.calls,
      unit: "KiB",
      aim: { most: 64 },
    },
    {
      name: `callers' own heartbeat late, p99, ${what}`,
      value: callers.latenessP99,
      unit: "ms",
    },
  ];
}

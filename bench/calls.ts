import { SystemChance } from "../runtime/base/chance.ts";
import { loadCore } from "../runtime/core/mod.ts";
import { wavOf } from "../runtime/demo/wav.ts";
import { prompt } from "../runtime/load/sounds.ts";
import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { besideLimit, costRows } from "./traffic/beside_limit.ts";
import { startBenchNode } from "./traffic/node.ts";
import type { Round } from "./traffic/round.ts";

const SIZES = [100, 300, 1000, 1500];
/** Held so long, which is what a node is expected to stand. */
const LONG = { calls: 1000, hold: 60_000 };
/** What everything that a call needs may cost, beside its packets alone. */
const MOST = 1.5;
/** Sounds in the prompt; a caller that hears other keys or none has not heard it. */
const KEYS = "159";

/** What calls at once cost a node, beside the same packets in C. */
export async function benchCalls(options: BenchOptions): Promise<Row[]> {
  const sound = prompt(await loadCore(), KEYS, new SystemChance());
  const rows: Row[] = [];
  for (const calls of options.calls ?? SIZES) {
    const rounds = await besideLimit({
      limit: options.limit,
      expect: KEYS,
      mode: "answer",
      ...calls === LONG.calls && { hold: LONG.hold },
      start: () => startBenchNode(calls, wavOf(sound)),
    }, calls);
    const what = `${calls} calls`;
    rows.push(...costRows(what, rounds, MOST), ...serviceRows(rounds.ours));
    if (rounds.ours.callersLate > 0) {
      const late = rounds.ours.callersLate;
      options.say(`${what}: the callers' own heartbeat was late ${late} times`);
    }
  }
  return rows;
}

/** What the callers saw of it. */
function serviceRows(round: Round): Row[] {
  const { calls, setUp, packets, pacing } = round.report;
  const what = `, ${round.calls} calls`;
  const refused = Object.values(calls.refused).reduce((a, b) => a + b, 0);
  const row = (name: string, value: number, unit: string, most?: number) => ({
    name: `${name}${what}`,
    value,
    unit,
    ...most !== undefined && { aim: { most } },
  });
  return [
    row("INVITE to 200, p50", setUp.p50, "ms"),
    row("INVITE to 200, p99", setUp.p99, "ms", 20),
    row("not answered", refused, "calls", 0),
    row(
      "ended by the node, or not released",
      calls.brokenOff + calls.up,
      "calls",
      0,
    ),
    row("prompt not heard", calls.unheard, "calls", 0),
    row("packets lost", packets.packetsLost, "", 0),
    row("gap − 20 ms, p99", pacing.strayP99, "ms", 2.5),
    row("gap − 20 ms, p99.9", pacing.strayP999, "ms", 5),
    row("memory of a call", round.memory / 1024, "KiB", 64),
    row("CPU of the node before", round.idle, "ms a second"),
    row("callers' own late heartbeats", round.callersLate, ""),
  ];
}

import { SystemChance } from "../runtime/base/chance.ts";
import { loadCore } from "../runtime/core/mod.ts";
import { wavOf } from "../runtime/sound/wav.ts";
import { prompt } from "../runtime/load/sounds.ts";
import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { besideLimit, costRows } from "./traffic/beside_limit.ts";
import { notTurnedAway } from "./traffic/refused.ts";
import { playing, startBenchNode } from "./traffic/node.ts";
import type { Round } from "./traffic/round.ts";

const SIZES = [100, 300, 1000, 1500];
/** Held so long, which is what a node is expected to stand. */
const LONG = { calls: 1000, hold: 60_000 };
/** Callers who come when there is no place left. */
const TOO_MANY = 20;
/** What everything that a call needs may cost, beside its packets alone. */
const MOST = 1.5;
/** Sounds in the prompt; a caller that hears other keys or none has not heard it. */
const KEYS = "159";

/** What calls at once cost a node, beside the same packets in C. */
export async function benchCalls(options: BenchOptions): Promise<Row[]> {
  const sound = wavOf(prompt(await loadCore(), KEYS, new SystemChance()));
  const rows: Row[] = [];
  for (const calls of options.calls ?? SIZES) {
    rows.push(...await benchSize(calls, sound, options));
  }
  return rows;
}

async function benchSize(
  calls: number,
  sound: Uint8Array,
  { limit, say }: BenchOptions,
): Promise<Row[]> {
  let taken = 0;
  const rounds = await besideLimit({
    ...{ limit, say, expect: KEYS, mode: "answer" },
    ...calls === LONG.calls && { hold: LONG.hold },
    start: () => startBenchNode(calls, playing(sound)),
    then: async (node) => {
      taken = await notTurnedAway(node, TOO_MANY);
    },
  }, calls);
  const what = `${calls} calls`;
  return [
    ...costRows(what, rounds, MOST),
    ...serviceRows(what, rounds.ours),
    {
      name: `past the most not sent 503 and Retry-After, ${what}`,
      value: taken,
      unit: `of ${TOO_MANY}`,
      aim: { most: 0 },
    },
  ];
}

/** What the callers saw of it. */
function serviceRows(what: string, round: Round): Row[] {
  const { calls, setUp, packets, pacing } = round.report;
  const refused = Object.values(calls.refused).reduce((a, b) => a + b, 0);
  const row = (name: string, value: number, unit: string, most?: number) => ({
    name: `${name}, ${what}`,
    value,
    unit,
    ...most !== undefined && { aim: { most } },
  });
  return [
    row("INVITE to 200, p50", setUp.p50, "ms"),
    row("INVITE to 200, p99", setUp.p99, "ms", 20),
    row("not answered", refused, "calls", 0),
    row("broken off or not released", calls.brokenOff + calls.up, "calls", 0),
    row("prompt not heard", calls.unheard, "calls", 0),
    row("packets lost", packets.packetsLost, "", 0),
    row("gap − 20 ms, p99", pacing.strayP99, "ms", 2.5),
    row("gap − 20 ms, p99.9", pacing.strayP999, "ms", 5),
    row("memory of a call", round.memory / 1024, "KiB", 64),
    row("CPU of the node before the calls", round.idle, "ms a second"),
  ];
}

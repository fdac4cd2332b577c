import { cpuTimeOf } from "./cpu_time.ts";
import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { type Answerer, startAnswerer } from "./sip/answerer.ts";
import { benchMessages } from "./sip/messages.ts";
import { callAtRate, hasSipp } from "./sip/sipp.ts";

/** Until V8 has compiled for good what a call needs. */
const WARM = { rate: 200, seconds: 15 };
/** The fewer calls, the more of the heartbeat each has to bear. */
const COST = { rates: [200, 500], seconds: 15 };
/** Calls a second that are tried one after the other, so long each. */
const LADDER = { first: 300, step: 50, last: 1500, seconds: 5 };
/** What transactions and ports of a run leave behind is over after so long. */
const REST_MS = 6000;
/** ms of CPU time of an answered call. */
const MOST_CPU = 1.2;

/** Messages alone, and calls that are answered and ended without sound. */
export async function benchSip({ say }: BenchOptions): Promise<Row[]> {
  const rows = await benchMessages(say);
  if (!await hasSipp()) {
    say("not here: SIPp (package sip-tester)");
    return rows;
  }
  const node = await startAnswerer();
  try {
    await callAtRate(node.at, WARM.rate, WARM.rate * WARM.seconds);
    await rest();
    for (const rate of COST.rates) rows.push(await costOf(node, rate));
    rows.push(await mostOf(node, say));
  } finally {
    await node.stop();
  }
  return rows;
}

/** Of the node: the application is another process. */
async function costOf({ at, pid }: Answerer, rate: number): Promise<Row> {
  const idle = await cpuOver(pid, rest) / REST_MS;
  const calls = rate * COST.seconds;
  const spent = await cpuOver(pid, async () => {
    await callAtRate(at, rate, calls);
    await rest();
  });
  const elapsed = COST.seconds * 1000 + REST_MS;
  return {
    name: `CPU of an answered call, ${rate} a second, nothing played`,
    value: (spent - idle * elapsed) / calls,
    unit: "ms",
    aim: { most: MOST_CPU },
  };
}

/** The highest rate at which no call failed and nothing was sent twice. */
async function mostOf(
  { at }: Answerer,
  say: BenchOptions["say"],
): Promise<Row> {
  const { first, step, last, seconds } = LADDER;
  let most = 0;
  for (let rate = first; rate <= last; rate += step) {
    const { failed, retransmitted } = await callAtRate(
      at,
      rate,
      rate * seconds,
    );
    await rest();
    say(`${rate} calls/s: ${failed} failed, ${retransmitted} sent again`);
    if (failed + retransmitted > 0) break;
    most = rate;
  }
  return {
    name: "calls a second on one core, none failed or sent again",
    value: most,
    unit: "",
  };
}

async function cpuOver(
  pid: number,
  work: () => Promise<void>,
): Promise<number> {
  const before = await cpuTimeOf(pid);
  await work();
  return await cpuTimeOf(pid) - before;
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST_MS));
}

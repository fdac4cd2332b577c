import type { Row } from "../row.ts";
import type { Limit, LimitMode } from "./limit.ts";
import { type Round, type RoundOptions, runRound } from "./round.ts";
import type { Subject } from "./subject.ts";

/**
 * Below it somebody had no time, and what was measured is not the whole load:
 * at both ends of ten seconds the heartbeat says them to 20 ms.
 */
const ALL_HEARD = 0.995;

export interface Contest extends RoundOptions {
  /** Null where it cannot be compiled: then there is nothing to compare with. */
  readonly limit: Limit | null;
  readonly mode: LimitMode;
  /** Is told which figures are not of a whole load. */
  readonly say: (text: string) => void;
  start(): Promise<Subject>;
}

/** A subject and the limit under the same calls, one right after the other. */
export interface Rounds {
  readonly ours: Round;
  readonly limit: Round | null;
}

export async function besideLimit(
  contest: Contest,
  calls: number,
): Promise<Rounds> {
  const { limit, mode, say } = contest;
  const ours = await roundOf(await contest.start(), calls, contest);
  say(warningOf(`${calls} callers`, ours));
  if (!limit) return { ours, limit };
  const alone = await roundOf(await limit.start(mode), calls, { expect: "" });
  say(warningOf(`${calls} callers, C`, alone));
  return { ours, limit: alone };
}

async function roundOf(
  subject: Subject,
  calls: number,
  options: RoundOptions,
): Promise<Round> {
  try {
    return await runRound(subject, calls, options);
  } finally {
    await subject.stop();
  }
}

/** How far the round is what it should be. */
function warningOf(what: string, { heard, callersLate }: Round): string {
  const share = `${(100 * heard).toFixed(2)} % of the packets due were heard`;
  const late = `${callersLate} heartbeats of the callers were late`;
  const verdict = heard < ALL_HEARD ? ": NOT THE WHOLE LOAD" : "";
  return `${what}: ${share}, ${late}${verdict}`;
}

/** What it costs, beside the limit, and how many times the limit that is. */
export function costRows(
  what: string,
  { ours, limit }: Rounds,
  most: number,
): Row[] {
  const value = ours.cpu;
  const unit = "ms per call-second";
  const name = `CPU, ${what}`;
  if (!limit) return [{ name, value, unit }];
  const references = [{ name: "C, the packets alone", value: limit.cpu }];
  return [{ name, value, unit, references }, {
    name: `so many times the limit, ${what}`,
    value: value / limit.cpu,
    unit: "×",
    aim: { most },
  }];
}

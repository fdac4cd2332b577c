import type { Row } from "../row.ts";
import type { Limit, LimitMode } from "./limit.ts";
import { type Round, type RoundOptions, runRound } from "./round.ts";
import type { Subject } from "./subject.ts";

export interface Contest extends RoundOptions {
  /** Null where it cannot be compiled: then there is nothing to compare with. */
  readonly limit: Limit | null;
  readonly mode: LimitMode;
  start(): Promise<Subject>;
}

/** The subject and the limit under the same calls, one right after the other. */
export async function besideLimit(
  contest: Contest,
  calls: number,
): Promise<{ ours: Round; limit: Round | null }> {
  const ours = await roundOf(await contest.start(), calls, contest);
  const limit = contest.limit &&
    await roundOf(await contest.limit.start(contest.mode), calls, {
      expect: "",
    });
  return { ours, limit };
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

/** What it costs, beside the limit, and how many times the limit that is. */
export function costRows(
  what: string,
  { ours, limit }: { ours: Round; limit: Round | null },
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

import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { besideLimit, costRows } from "./traffic/beside_limit.ts";
import { startMeeting } from "./traffic/meeting.ts";

const MEMBERS = [30, 100, 200];
const PAIRED = [200];
/** Of a conference: mixing is more than the packets are. */
const MOST = 1.8;
/** Of connections, as of calls. */
const MOST_IN_PAIRS = 1.5;

/** What conferences cost in which everybody speaks. */
export async function benchConferences(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const members of options.calls ?? MEMBERS) {
    const start = () => startMeeting("together", members);
    const contest = { ...options, expect: "", mode: "answer", start } as const;
    const rounds = await besideLimit(contest, members);
    rows.push(...costRows(`a conference of ${members}`, rounds, MOST));
  }
  return rows;
}

/** What two-party connections cost; the limit forwards the packets. */
export async function benchPairs(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const callers of options.calls ?? PAIRED) {
    const start = () => startMeeting("pairs", callers);
    const contest = { ...options, expect: "", mode: "pairs", start } as const;
    const rounds = await besideLimit(contest, callers);
    const what = `${callers / 2} connections of two`;
    rows.push(...costRows(what, rounds, MOST_IN_PAIRS));
  }
  return rows;
}

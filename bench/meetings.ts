import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { besideLimit, costRows } from "./traffic/beside_limit.ts";
import { startMeeting } from "./traffic/meeting.ts";
import { meeting, startBenchNode } from "./traffic/node.ts";

const MEMBERS = [30, 100, 200];
const PAIRED = [200];
/** Of a conference: mixing is more than the packets are. */
const MOST = 1.8;
/** Of connections, as of calls. */
const MOST_IN_PAIRS = 1.5;

/** The most that a conference of a node is expected to take. */
const ON_A_NODE = [300];
/** Of a frame and of half of one, ms. */
const MOST_LATE = 10;
const PERIOD = 20;

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

/** The same on a node, by an application: answered, let in, and kept in time. */
export async function benchMembers(options: BenchOptions): Promise<Row[]> {
  const rows: Row[] = [];
  for (const members of options.calls ?? ON_A_NODE) {
    const what = `${members} members on a node`;
    const seen: Row[] = [];
    let http = "";
    const rounds = await besideLimit({
      ...{ ...options, expect: "", mode: "answer" },
      start: async () => {
        const node = await startBenchNode(members, meeting);
        http = node.http;
        return node;
      },
      then: async () => void seen.push(...await roomRows(what, members, http)),
    }, members);
    rows.push(...costRows(what, rounds, MOST), ...seen);
  }
  return rows;
}

/** What the node says of it, since its first call. */
async function roomRows(
  what: string,
  members: number,
  http: string,
): Promise<Row[]> {
  const { media } = await (await fetch(`${http}/health`)).json();
  const metrics = await (await fetch(`${http}/metrics`)).text();
  const met = Number(/^cti_conference_members (\d+)$/m.exec(metrics)?.[1]);
  const row = (name: string, value: number, unit: string, most: number) => ({
    ...{ value, unit },
    name: `${name}, ${what}`,
    aim: { most },
  });
  return [
    row("not in the conference", members - met, "callers", 0),
    row("heartbeat late, p99", media.latenessP99, "ms", MOST_LATE),
    row("heartbeat late, p99.9", media.latenessP999, "ms", PERIOD),
    row("beats given up", media.skipped, "", 0),
  ];
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

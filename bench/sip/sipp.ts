import { join } from "node:path";

/** What SIPp says of a run. */
export interface SippRun {
  readonly failed: number;
  readonly retransmitted: number;
}

const SCENARIO = new URL("./answered_call.xml", import.meta.url).pathname;
/** At once; a node that does not keep up is not to be helped by a limit. */
const MOST = 5000;
const PATIENCE_SECONDS = 60;

/** Calls `to`, so many a second, each answered, acknowledged and ended. */
export async function callAtRate(
  to: string,
  rate: number,
  calls: number,
): Promise<SippRun> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-sipp-" });
  const statistics = join(folder, "statistics.csv");
  const sipp = new Deno.Command("sipp", {
    args: [
      ...[to, "-sf", SCENARIO, "-i", "127.0.0.1", "-nostdin"],
      ...["-m", calls, "-r", rate, "-l", MOST].map(String),
      ...["-timeout", `${PATIENCE_SECONDS}`],
      ...["-trace_stat", "-stf", statistics, "-fd", "1"],
    ],
    stdout: "null",
    stderr: "null",
  });
  await sipp.output();
  const table = await Deno.readTextFile(statistics);
  await Deno.remove(folder, { recursive: true });
  return lastOf(table);
}

/** Whether SIPp is on this machine. */
export async function hasSipp(): Promise<boolean> {
  try {
    await new Deno.Command("sipp", { args: ["-v"] }).output();
    return true;
  } catch {
    return false;
  }
}

/** The totals in the last line; `(C)`: since the start. */
function lastOf(table: string): SippRun {
  const lines = table.trim().split("\n").map((line) => line.split(";"));
  const [head] = lines;
  const last = lines[lines.length - 1];
  const total = (name: string) => Number(last[head.indexOf(`${name}(C)`)]);
  return {
    failed: total("FailedCall"),
    retransmitted: total("Retransmissions"),
  };
}

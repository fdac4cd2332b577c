import type { CoreExports } from "../../runtime/core/exports.ts";
import type { Row } from "../row.ts";
import { contend } from "./contest.ts";

const CALLS = 10_000;

/** From JavaScript into the core and back, where nothing is to be done. */
export async function benchCall(core: CoreExports): Promise<Row[]> {
  let sum = 0;
  const pass = () => {
    for (let i = 0; i < CALLS; i++) sum += core.packetCount();
  };
  const name = "a call into the core";
  const rows = await contend("ns", [{ name, count: CALLS, pass }]);
  if (sum !== 0) throw new Error("Packets of no ports");
  return rows;
}

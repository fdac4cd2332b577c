import assert from "node:assert/strict";
import { Capture } from "./capture.ts";
import type { NodeProcess } from "./node_process.ts";

/** Lets tshark read all that the node sends meanwhile: nothing of it is wrong. */
export async function readByTshark(
  node: NodeProcess,
  work: () => Promise<void>,
): Promise<void> {
  const capture = await Capture.start(node.sip);
  await work();
  assert.deepEqual(await capture.wrong(), []);
}

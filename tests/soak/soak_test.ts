import assert from "node:assert/strict";
import { bundleSoak, soakOn } from "./hosts.ts";

const SIZE = { ports: 1000, seconds: 8, seed: 1 };

Deno.test("a thousand ports give the same to the last bit in two runs on Deno and one on Node", async () => {
  await bundleSoak();
  const runs = await Promise.all([
    soakOn("Deno", SIZE),
    soakOn("Deno", SIZE),
    soakOn("Node", SIZE),
  ]);
  for (const outcome of runs) assert.deepEqual(outcome, runs[0]);
  assert.equal(runs[0].memory[0], runs[0].memory[1]);
  const other = await soakOn("Deno", { ...SIZE, seed: 2 });
  assert.notDeepEqual(other.hashes, runs[0].hashes);
});

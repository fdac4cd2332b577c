import assert from "node:assert/strict";
import { bundleSoak, soakOn } from "./hosts.ts";

const SIZE = { ports: 1000, seconds: 6, seed: 1 };

/** Whether a program can be started; `deno task test` needs Deno alone. */
function isThere(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

await bundleSoak();
/** The run that all others are compared with. */
const first = await soakOn("Deno", SIZE);

Deno.test("a thousand ports give the same to the last bit when they run again", async () => {
  assert.deepEqual(await soakOn("Deno", SIZE), first);
  assert.equal(first.memory[0], first.memory[1]);
});

Deno.test("other traffic gives another hash", async () => {
  const other = await soakOn("Deno", { ...SIZE, seed: 2 });
  assert.notDeepEqual(other.hashes, first.hashes);
});

Deno.test({
  name: "a thousand ports give the same to the last bit on Node",
  ignore: !isThere("node"),
  fn: async () => {
    assert.deepEqual(await soakOn("Node", SIZE), first);
  },
});

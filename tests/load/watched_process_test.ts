import assert from "node:assert/strict";
import { figuresOf } from "../../runtime/load/watched_process.ts";

Deno.test("a process that runs takes memory, descriptors and time", async () => {
  const figures = await figuresOf(Deno.pid);
  assert.ok(figures);
  assert.ok(figures.rss > 1000 && figures.fds > 2 && figures.threads > 0);
  assert.ok(figures.cpu > 0 && figures.waited >= 0);
});

Deno.test("a process that is gone has no figures", async () => {
  const gone = new Deno.Command("true").spawn();
  await gone.status;
  assert.equal(await figuresOf(gone.pid), null);
});

import assert from "node:assert/strict";

const FILE = new URL("../../runtime/media/thread_priority.ts", import.meta.url);

/**
 * Asks for real time, and says which threads have it then: the policy is the
 * 39th value behind the name in `/proc/PID/task/TID/stat` (proc(5)), and 2 is
 * SCHED_RR.
 */
const PROCESS = `
  const { runInRealTime } = await import(${JSON.stringify(FILE.href)});
  const allowed = runInRealTime();
  const own = Deno.readLinkSync("/proc/thread-self").split("/").at(-1);
  const inRealTime = [];
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    const text = Deno.readTextFileSync("/proc/self/task/" + name + "/stat");
    const values = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (values[38] === "2") inRealTime.push(name);
  }
  console.log(JSON.stringify({ allowed, own, inRealTime }));`;

Deno.test({
  name: "where it is allowed one thread runs in real time, and no other",
  ignore: Deno.build.os !== "linux",
  async fn() {
    // In a process of its own: tests beside this one begin threads too
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", PROCESS],
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.ok(stdout.length > 0, text(stderr));
    const { allowed, own, inRealTime } = JSON.parse(text(stdout));
    assert.deepEqual(inRealTime, allowed ? [own] : []);
  },
});

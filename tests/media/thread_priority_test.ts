import assert from "node:assert/strict";

/** In `/proc/PID/task/TID/stat`, counted from behind the name (proc(5)). */
const POLICY = 38;
const SCHED_RR = "2";

function policies(): string[] {
  return [...Deno.readDirSync("/proc/self/task")].map(({ name }) => {
    const text = Deno.readTextFileSync(`/proc/self/task/${name}/stat`);
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[POLICY];
  });
}

Deno.test({
  name: "where it is allowed one thread runs in real time, and no other",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = new URL(
      "../../runtime/media/thread_priority.ts",
      import.meta.url,
    );
    const code = `import { runInRealTime } from "${file}";
      postMessage(runInRealTime());`;
    const url = `data:text/javascript,${encodeURIComponent(code)}`;
    const before = policies().filter((policy) => policy === SCHED_RR).length;
    const worker = new Worker(url, { type: "module" });
    const allowed = await new Promise((heard) =>
      worker.onmessage = ({ data }) => heard(data)
    );
    const after = policies().filter((policy) => policy === SCHED_RR).length;
    worker.terminate();
    assert.equal(after - before, allowed ? 1 : 0);
  },
});

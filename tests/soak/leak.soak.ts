import assert from "node:assert/strict";
import { join } from "node:path";
import { figuresOf, memoryAtRest } from "../support/memory_at_rest.ts";
import { NodeProcess } from "../support/node_process.ts";
import { pcm16, wavFile } from "../support/wav_files.ts";
import { print } from "../support/print.ts";
import { LeakCaller } from "./leak_caller.ts";
import { LeakDesk } from "./leak_desk.ts";
import { BACKGROUND, WAYS } from "./leak_ways.ts";

const CALLS = Number(Deno.env.get("LEAK_CALLS") ?? 2000);
/** As many again before: then the node has seen everything, and often. */
const WARM_UP = CALLS;
const AT_ONCE = 45;
/** Within a tenth (docs/CONFORMANCE.md). */
const GROWTH = 1.1;
const MEBIBYTE = 2 ** 20;
/** An ACK and then a BYE that nobody answers: 32 s each (RFC 3261 table 4). */
const REST_MS = 100_000;
const LOOK_MS = 500;

Deno.test("2,000 calls, alone, connected, dialled for others and in conferences, leave no dialog, transaction, port, mix, timer, file or memory behind", async () => {
  const node = await NodeProcess.start({ CTI_MAX_CALLS: "1000" });
  const second = wavFile(pcm16(new Int16Array(8000)), { tag: 1, bits: 16 });
  await Deno.writeFile(join(node.dataDir, "prompts", BACKGROUND), second);
  const desk = await LeakDesk.open(node.rpc);
  const caller = new LeakCaller(node.sip);
  const parties = { caller, desk, sip: node.sip };
  const figures = () => figuresOf(node.ready.http);
  const timers = async () => {
    const read = await figures();
    return read("cti_timers", { thread: "control" });
  };
  const rest = async () => {
    const late = Date.now() + REST_MS;
    for (;;) {
      const read = await figures();
      const left = read("cti_sip_transactions") + read("cti_sip_dialogs") +
        read("cti_media_ports") + read("cti_sip_sessions") +
        read("cti_media_mixes") + read("cti_conferences");
      if (left === 0 || Date.now() > late) return read;
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  };
  const make = async (count: number) => {
    const enough = caller.calls + count;
    for (let at = 0; caller.calls < enough; at += AT_ONCE) {
      await Promise.all(
        Array.from(
          { length: AT_ONCE },
          (_, n) => WAYS[(at + n) % WAYS.length](parties),
        ),
      );
      desk.app.events.length = 0;
    }
  };
  const before = await timers();
  await make(WARM_UP);
  const rested = await rest();
  const warm = await memoryAtRest(node.ready.http);
  await make(CALLS);
  const end = await rest();
  for (const what of ["sip_sessions", "sip_dialogs", "sip_transactions"]) {
    assert.equal(end(`cti_${what}`), 0, what);
  }
  assert.equal(end("cti_media_ports"), 0, "ports");
  assert.equal(end("cti_media_mixes"), 0, "mixes");
  assert.equal(end("cti_conferences"), 0, "conferences");
  assert.equal(end("cti_calls"), 0, "calls");
  assert.ok(await timers() <= before, "timers");
  const files = end("cti_process_open_fds");
  assert.ok(files <= rested("cti_process_open_fds"), `${files} files`);
  const memory = [warm, await memoryAtRest(node.ready.http)];
  print(
    `memory: ${memory.map((b) => (b / MEBIBYTE).toFixed(1)).join(", ")} MiB`,
  );
  assert.ok(memory[1] <= memory[0] * GROWTH, `${memory}`);
  caller.close();
  await desk.app.close();
  const { code, log } = await node.stop();
  assert.equal(code, 0);
  assert.ok(!log.includes('"level":"error"'), log);
});

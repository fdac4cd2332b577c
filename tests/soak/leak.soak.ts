import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { figuresOf, memoryAtRest } from "../support/memory_at_rest.ts";
import { NodeProcess } from "../support/node_process.ts";
import { print } from "../support/print.ts";
import { brokenCall, type LeakCall, LeakCaller } from "./leak_caller.ts";

const CALLS = Number(Deno.env.get("LEAK_CALLS") ?? 2000);
/** As many again before: then the node has seen everything, and often. */
const WARM_UP = CALLS;
const AT_ONCE = 20;
/** Within a tenth (docs/CONFORMANCE.md). */
const GROWTH = 1.1;
const MEBIBYTE = 2 ** 20;
/** An ACK and then a BYE that nobody answers: 32 s each (RFC 3261 table 4). */
const REST_MS = 100_000;
const LOOK_MS = 500;

/** How a call goes; the user it is for says what the application does with it. */
const WAYS: readonly ((caller: LeakCaller, sip: string) => Promise<void>)[] = [
  async function hungUp(caller) {
    const call = caller.call("answered");
    await established(call);
    const ok = call.next("200 BYE");
    await call.say("BYE", 2);
    await ok;
  },
  async function dropped(caller) {
    const call = caller.call("dropped");
    const bye = call.next("BYE");
    await established(call);
    await call.answer(await bye);
  },
  async function cancelled(caller) {
    const call = caller.call("ringing");
    const ringing = call.next("180 INVITE");
    const terminated = call.next("487 INVITE");
    await call.say("INVITE", 1);
    await ringing;
    await call.say("CANCEL", 1, "INVITE1");
    await terminated;
    await call.say("ACK", 1, "INVITE1");
  },
  async function refused(caller) {
    const call = caller.call("refused");
    const busy = call.next("486 INVITE");
    await call.say("INVITE", 1);
    await busy;
    await call.say("ACK", 1, "INVITE1");
  },
  async function refusedWithoutAck(caller) {
    const call = caller.call("refused");
    const busy = call.next("486 INVITE");
    await call.say("INVITE", 1);
    await busy;
  },
  async function ackIsLost(caller) {
    const call = caller.call("answered");
    const ok = call.next("200 INVITE");
    await call.say("INVITE", 1);
    await ok;
  },
  async function byeDuringReinvite(caller) {
    const call = caller.call("answered");
    await established(call);
    const ok = call.next("200 BYE");
    await call.say("INVITE", 2);
    await call.say("BYE", 3);
    await ok;
  },
  async function connectionBreaks(_caller, sip) {
    await brokenCall(sip, crypto.randomUUID());
  },
];

async function established(call: LeakCall): Promise<void> {
  const ok = call.next("200 INVITE");
  await call.say("INVITE", 1);
  await ok;
  await call.say("ACK", 1);
}

/** An application that does what the number called says. */
function obey(application: Application): void {
  const act = (method: string, params: Record<string, unknown>) =>
    void application.call(method, params).catch(() => {});
  application.on("incoming", ({ res_id, to_uri }) => {
    application.events.length = 0;
    if (`${to_uri}`.includes("ringing")) return;
    if (`${to_uri}`.includes("refused")) act("drop", { res_id, cause: 486 });
    else act("answer", { res_id, max_answer_seconds: 5 });
    if (!`${to_uri}`.includes("dropped")) return;
    void application.event("answer_completed", res_id)
      .then(() => act("drop", { res_id }));
  });
}

Deno.test("2,000 mixed calls leave no dialog, transaction, port, timer or memory behind", async () => {
  const node = await NodeProcess.start({ CTI_MAX_CALLS: "1000" });
  const application = await Application.connect(node.rpc);
  const caller = new LeakCaller(node.sip);
  obey(application);
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
        read("cti_media_ports") + read("cti_sip_sessions");
      if (left === 0 || Date.now() > late) return read;
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  };
  const make = async (count: number) => {
    for (let at = 0; at < count; at += AT_ONCE) {
      await Promise.all(
        Array.from(
          { length: AT_ONCE },
          (_, n) => WAYS[(at + n) % WAYS.length](caller, node.sip),
        ),
      );
    }
  };
  const before = await timers();
  await make(WARM_UP);
  await rest();
  const warm = await memoryAtRest(node.ready.http);
  await make(CALLS);
  const end = await rest();
  for (const what of ["sip_sessions", "sip_dialogs", "sip_transactions"]) {
    assert.equal(end(`cti_${what}`), 0, what);
  }
  assert.equal(end("cti_media_ports"), 0, "ports");
  assert.equal(end("cti_calls"), 0, "calls");
  assert.ok(await timers() <= before, "timers");
  const memory = [warm, await memoryAtRest(node.ready.http)];
  print(
    `memory: ${memory.map((b) => (b / MEBIBYTE).toFixed(1)).join(", ")} MiB`,
  );
  assert.ok(memory[1] <= memory[0] * GROWTH, `${memory}`);
  caller.close();
  await application.close();
  const { code, log } = await node.stop();
  assert.equal(code, 0);
  assert.ok(!log.includes('"level":"error"'), log);
});

import assert from "node:assert/strict";
import {
  type Call,
  CallEnded,
  Client,
  ConnectionClosed,
  type NodeEvent,
  RpcError,
} from "../../runtime/client/mod.ts";
import { FakeNode } from "./fake_node.ts";

function connected(): { node: FakeNode; client: Client } {
  const node = new FakeNode();
  return { node, client: new Client(node.wire) };
}

/** A client with one call that came in. */
async function called(): Promise<{ node: FakeNode; call: Call }> {
  const { node, client } = connected();
  const call = new Promise<Call>((resolve) => client.onIncoming(resolve));
  node.incoming();
  return { node, call: await call };
}

Deno.test("an incoming call is given to the application with what the event says", async () => {
  const { call } = await called();
  assert.equal(call.resId, "0.0.0-sys.call-1");
  assert.equal(call.incoming?.fromUri, "sip:alice@127.0.0.1");
  assert.deepEqual(call.incoming?.ipscInfo, { processId: 1, callId: "abc" });
});

Deno.test("parameters go out under the names of the wire, with res_id", async () => {
  const { node, call } = await called();
  const received = call.receiveDtmf({
    maxKeys: 4,
    playContent: [["menu.wav", 0]],
    ifBreakOnKey: false,
  });
  const request = await node.next("sys.call.receive_dtmf_start");
  assert.deepEqual(request.params, {
    res_id: "0.0.0-sys.call-1",
    max_keys: 4,
    play_content: [["menu.wav", 0]],
    if_break_on_key: false,
  });
  node.reply(request);
  node.completed("receive_dtmf", { keys: "12" });
  assert.equal((await received).keys, "12");
});

Deno.test("an action resolves with its completed event, not with its reply", async () => {
  const { node, call } = await called();
  const played = call.play("x.wav", { finishKeys: "#" });
  node.reply(await node.next("sys.call.play_start"));
  node.completed("play", { finish_key: "#" });
  const { error, finishKey, endTime } = await played;
  assert.deepEqual([error, finishKey, endTime], [null, "#", 1_700_000_001]);
});

Deno.test("an action that goes wrong while the call lives resolves with the error", async () => {
  const { node, call } = await called();
  const played = call.play("none.wav");
  node.reply(await node.next("sys.call.play_start"));
  node.completed("play", { error: "play error", finish_key: null });
  assert.equal((await played).error, "play error");
});

Deno.test("a completed event that overtakes the reply is not lost", async () => {
  const { node, call } = await called();
  const sent = call.sendDtmf("1");
  const request = await node.next("sys.call.send_dtmf_start");
  node.completed("send_dtmf");
  node.reply(request);
  assert.equal((await sent).type, "sendDtmfCompleted");
});

for (const first of ["completed", "released"] as const) {
  Deno.test(`hang-up rejects the running action, ${first} first`, async () => {
    const { node, call } = await called();
    const recorded = call.record("m.wav");
    node.reply(await node.next("sys.call.record_start"));
    const completed = () =>
      node.completed("record", { error: "hungup while recording" });
    if (first === "completed") completed();
    node.released();
    if (first === "released") completed();
    await assert.rejects(recorded, CallEnded);
    assert.equal((await call.released).cause, 200);
  });
}

Deno.test("a command to a call that has ended is not sent", async () => {
  const { node, call } = await called();
  node.released();
  await call.released;
  await assert.rejects(call.play("x.wav"), CallEnded);
  assert.equal(call.ended, true);
});

Deno.test("a command that crosses the hang-up ends in CallEnded", async () => {
  const { node, call } = await called();
  const played = call.play("x.wav");
  node.refuse(await node.next("sys.call.play_start"), {
    code: -32001,
    message: "No such resource",
  });
  await assert.rejects(played, CallEnded);
});

Deno.test("a connection that the other party ends leaves the call its own", async () => {
  const { node, call } = await called();
  const other = new Client(new FakeNode().wire).call("0.0.0-sys.call-2");
  const over = call.connect(other, { connectMode: 1 });
  const request = await node.next("sys.call.connect_start");
  assert.deepEqual(request.params, {
    res_id: "0.0.0-sys.call-1",
    call_res_id: "0.0.0-sys.call-2",
    max_seconds: 3600,
    connect_mode: 1,
  });
  node.reply(request);
  node.completed("connect", { error: "hungup when bridge" });
  assert.equal((await over).error, "hungup when bridge");
  assert.equal(call.ended, false);
});

Deno.test("an error reply is thrown with code, message and data", async () => {
  const { node, call } = await called();
  const answered = call.answer();
  node.refuse(await node.next("sys.call.answer"), {
    code: -32002,
    message: "Wrong state",
    data: { state: "Idle", allowed_methods: ["drop"] },
  });
  await assert.rejects(answered, (error: unknown) => {
    assert(error instanceof RpcError);
    assert.deepEqual([error.code, error.message], [-32002, "Wrong state"]);
    assert.equal(error.data?.state, "Idle");
    return true;
  });
});

Deno.test("a refused action leaves the next one of its kind its event", async () => {
  const { node, call } = await called();
  const refused = call.play("a.wav");
  const first = await node.next("sys.call.play_start");
  const played = call.play("b.wav");
  const second = await node.next("sys.call.play_start");
  node.refuse(first, { code: -32602, message: "Invalid params" });
  node.reply(second);
  await assert.rejects(refused, RpcError);
  node.completed("play", { finish_key: null });
  assert.equal((await played).error, null);
});

Deno.test("an outgoing call hears its events even right behind the reply", async () => {
  const { node, client } = connected();
  const dialled = client.dial({ toUri: "sip:200@127.0.0.1" });
  const request = await node.next("sys.call.construct");
  assert.deepEqual(request.params, {
    max_answer_seconds: 3600,
    to_uri: "sip:200@127.0.0.1",
  });
  node.reply(request, {
    res_id: "0.0.0-sys.call-1",
    ipsc_info: { process_id: 1 },
  });
  node.completed("dial", { answer_time: 1_700_000_001 });
  assert.equal((await dialled).resId, "0.0.0-sys.call-1");
});

Deno.test("a call that nobody answers rejects with the node's words", async () => {
  const { node, client } = connected();
  const dialled = client.dial({ toUri: "200" });
  node.reply(await node.next("sys.call.construct"), {
    res_id: "0.0.0-sys.call-1",
  });
  node.completed("dial", { error: "dial timeout", answer_time: null });
  node.released({ call_dir: "outbound", dropped_by: "sys", cause: 408 });
  await assert.rejects(dialled, { name: "CallEnded", reason: "dial timeout" });
});

Deno.test("when the connection goes, all that waits is told", async () => {
  const { node, call } = await called();
  const played = call.play("x.wav");
  node.reply(await node.next("sys.call.play_start"));
  const dropped = call.drop();
  await node.next("sys.call.drop");
  node.close();
  await assert.rejects(played, ConnectionClosed);
  await assert.rejects(dropped, ConnectionClosed);
  await assert.rejects(call.released, ConnectionClosed);
});

Deno.test("a request after the connection went is refused at once", async () => {
  const { node, client } = connected();
  node.close();
  await client.closed;
  await assert.rejects(client.request("sys.call.nop", {}), ConnectionClosed);
});

Deno.test("all events arrive, those of a later node too, and the last id is known", async () => {
  const { node, client } = connected();
  const heard: NodeEvent[] = [];
  client.events.on((event) => heard.push(event));
  node.event("ringing", { ring_time: 1_700_000_000 });
  node.event("of_tomorrow", {});
  node.event("ringing", { event_id: "soon" });
  node.event("ringing", { res_id: null });
  node.say({ jsonrpc: "2.0", method: "sys.call.on_ringing" });
  node.say({ jsonrpc: "2.0", method: "sys.call.ringing", params: {} });
  node.say("not an object");
  node.released();
  node.reply({ id: 99, method: "", params: {} });
  node.close();
  await client.closed;
  const types: readonly string[] = heard.map(({ type }) => type);
  assert.deepEqual(types, ["ringing", "ofTomorrow", "released"]);
  assert.equal(client.lastEventId, 5);
});

Deno.test("that a call ends is no fault of the application that has it", async () => {
  const { node, client } = connected();
  client.onIncoming(async (call) => void await call.play("x.wav"));
  node.incoming();
  node.reply(await node.next("sys.call.play_start"));
  node.completed("play", { error: "hungup when playing" });
  node.released();
  node.close();
  await client.closed;
  assert.deepEqual(client.calls, []);
});

Deno.test("what a trunk comes to is told", async () => {
  const { node, client } = connected();
  const told = new Promise((resolve) => client.events.on(resolve));
  const state = { trunk: "carrier", state: "down", registered: false, time: 7 };
  const resId = "0.0.0-sys.trunk-carrier";
  const params = { event_id: 9, res_id: resId, ...state };
  node.say({ jsonrpc: "2.0", method: "sys.trunk.on_state", params });
  assert.deepEqual(await told, {
    type: "trunkState",
    eventId: 9,
    resId,
    ...state,
  });
  assert.equal(client.lastEventId, 9);
});

Deno.test("whoever closes the connection finds no fault in the calls that it had", async () => {
  const { node, client } = connected();
  client.onIncoming(async (call) => void await call.play("x.wav"));
  node.incoming();
  node.reply(await node.next("sys.call.play_start"));
  client.close();
  assert.equal(await client.closed, "closed");
});

Deno.test("a call-back is begun, cancelled, and tells its end alone", async () => {
  const { node, client } = connected();
  const begun = client.duoCallback({ to1Uri: "200@a", to2Uri: "300@b" });
  const request = await node.next("ext.duo_callback.construct");
  assert.deepEqual(request.params, { to1_uri: "200@a", to2_uri: "300@b" });
  const res_id = "0.0.0-ext.duo_callback-1";
  node.reply(request, { res_id });
  const callback = await begun;
  const cancelled = callback.cancel();
  const cancel = await node.next("ext.duo_callback.cancel");
  assert.deepEqual(cancel.params, { res_id });
  node.reply(cancel);
  await cancelled;
  const params = { event_id: 1, res_id, error: null, connect_time: null };
  const method = "ext.duo_callback.on_released";
  node.say({ jsonrpc: "2.0", method, params });
  assert.equal((await callback.released).connectTime, null);
});

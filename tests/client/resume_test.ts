import assert from "node:assert/strict";
import {
  type Call,
  CallEnded,
  ConnectionClosed,
  type ConnectionEvent,
  EventsLost,
} from "../../runtime/client/mod.ts";
import { BreakingLine, settle } from "./breaking_line.ts";

const CALL = { res_id: "0.0.0-sys.call-1", ipsc_info: { process_id: 1 } };

/** A line with a call that came in and, if asked, plays. */
async function onCall(): Promise<[BreakingLine, Call]> {
  const line = new BreakingLine();
  const came = new Promise<Call>((resolve) => line.client.onIncoming(resolve));
  line.node.incoming();
  return [line, await came];
}

Deno.test("after a break the client goes on after the last event that came", async () => {
  const [line, call] = await onCall();
  const played = call.play("a.wav");
  line.node.reply(await line.node.next("sys.call.play_start"));
  await line.renew();
  assert.deepEqual(line.resumed, [1]);
  line.node.completed("play", { event_id: 2, finish_key: null });
  assert.equal((await played).error, null);
});

Deno.test("who knows no call and no event has nothing to go on after", async () => {
  const line = new BreakingLine();
  await line.renew();
  assert.deepEqual(line.resumed, [null]);
});

Deno.test("a request whose reply is missing is sent again with the key it had", async () => {
  const [line, call] = await onCall();
  const played = call.play("a.wav");
  const first = await line.node.next("sys.call.play_start");
  assert.equal(first.params.idempotency_key, "key 1");
  await line.renew();
  const again = await line.node.next("sys.call.play_start");
  assert.deepEqual(again, first);
  line.node.say({ jsonrpc: "2.0", id: again.id, result: null, replayed: true });
  line.node.completed("play", { event_id: 2, finish_key: "#" });
  assert.equal((await played).finishKey, "#");
});

Deno.test("a request made while the line is broken goes out when it is whole", async () => {
  const line = new BreakingLine();
  await line.break();
  const dialled = line.client.dial({ toUri: "200@192.0.2.7" });
  await line.pass(400);
  const request = await line.node.next("sys.call.construct");
  line.node.reply(request, CALL);
  line.node.completed("dial", { answer_time: 1 });
  assert.equal((await dialled).resId, CALL.res_id);
});

Deno.test("questions carry no key, and neither does what is never repeated", async () => {
  const [line, call] = await onCall();
  void call.exists();
  const { params } = await line.node.next("sys.call.exists");
  assert.deepEqual(Object.keys(params), ["res_id"]);
});

Deno.test("a node that can keep no more keys gets the command without one", async () => {
  const [line, call] = await onCall();
  const stopped = call.playStop();
  const first = await line.node.next("sys.call.play_stop");
  const data = { param: "idempotency_key" };
  line.node.refuse(first, { code: -32004, message: "Overloaded", data });
  const second = await line.node.next("sys.call.play_stop");
  assert.deepEqual(second.params, { res_id: CALL.res_id });
  line.node.reply(second);
  await stopped;
});

Deno.test("a command that went out without a key is not sent again after a break", async () => {
  const [line, call] = await onCall();
  const played = call.play("a.wav");
  const first = await line.node.next("sys.call.play_start");
  const data = { param: "idempotency_key" };
  line.node.refuse(first, { code: -32004, message: "Too many", data });
  await line.node.next("sys.call.play_start");
  await line.renew();
  await assert.rejects(played, ConnectionClosed);
  assert.equal((await line.node.any()).method, "sys.call.exists");
});

Deno.test("a command that is too old to be known to the node is not sent again", async () => {
  const [line, call] = await onCall();
  line.outOfReach = 100;
  const stopped = call.playStop();
  const lost = assert.rejects(stopped, ConnectionClosed);
  await line.break();
  await line.pass(600_000);
  line.outOfReach = 0;
  await line.pass(20_000);
  await lost;
  assert.equal((await line.node.any()).method, "sys.call.exists");
});

Deno.test("events of a new call may overtake the repeated reply that names it", async () => {
  const line = new BreakingLine();
  const dialled = line.client.dial({ toUri: "200@192.0.2.7" });
  await line.renew();
  assert.deepEqual(line.resumed, [0]);
  line.node.completed("dial", { answer_time: 1 });
  line.node.reply(await line.node.next("sys.call.construct"), CALL);
  assert.equal((await dialled).resId, CALL.res_id);
});

Deno.test("a call that was told of before the break is not taken twice", async () => {
  const [line] = await onCall();
  line.client.onIncoming(() => assert.fail("taken twice"));
  await line.renew();
  line.node.incoming();
  await settle();
  assert.equal(line.client.calls.length, 1);
});

Deno.test("a call that the node no longer knows has ended", async () => {
  const [line, call] = await onCall();
  const played = call.play("a.wav");
  line.node.reply(await line.node.next("sys.call.play_start"));
  const over = assert.rejects(played, CallEnded);
  await line.renew();
  line.node.reply(await line.node.next("sys.call.exists"), false);
  await line.pass(6000);
  await over;
  await assert.rejects(call.released, CallEnded);
  assert.deepEqual([call.ended, line.client.calls], [true, []]);
});

Deno.test("a call that ended in the break ends as its events say", async () => {
  const [line, call] = await onCall();
  await line.renew();
  line.node.reply(await line.node.next("sys.call.exists"), false);
  line.node.released({ event_id: 2, cause: 486 });
  assert.equal((await call.released).cause, 486);
  await line.pass(6000);
  assert.equal(line.clock.pending, 1, "the line's own timer is left");
});

Deno.test("where events are lost, what they would have told is not awaited for ever", async () => {
  const [line, call] = await onCall();
  const told: ConnectionEvent[] = [];
  line.client.connection.on((event) => told.push(event));
  const played = call.play("a.wav");
  line.node.reply(await line.node.next("sys.call.play_start"));
  const stopped = call.playStop();
  const lost = assert.rejects(played, EventsLost);
  await line.renew();
  const params = { after: 1, first_event_id: 400 };
  line.node.say({ jsonrpc: "2.0", method: "sys.event.on_gap", params });
  await lost;
  assert.deepEqual(told.map(({ type }) => type), ["broken", "resumed", "gap"]);
  assert.deepEqual(told[2], { type: "gap", after: 1, firstEventId: 400 });
  assert.equal(line.client.lastEventId, 399);
  line.node.reply(await line.node.next("sys.call.play_stop"));
  await stopped;
  line.node.released({ event_id: 400 });
  assert.equal((await call.released).eventId, 400);
});

import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { CtiError } from "../../runtime/base/fault.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Milliseconds } from "../../runtime/base/units.ts";
import type { Caller } from "../../runtime/rpc/caller.ts";
import { KeptReplies } from "../../runtime/rpc/kept_replies.ts";
import { ANYBODY, type Reply, RES_ID, rpcOnFakes } from "./support.ts";

const TEN_MINUTES = 600_000;
const DIAL = {
  to_uri: "1@a",
  max_answer_seconds: 60,
  idempotency_key: "order 7",
};

/** A node, and a way to ask it by whatever connection. */
function stage() {
  const its = rpcOnFakes();
  const ask = async (
    method: string,
    params: object,
    by: Caller = ANYBODY,
  ): Promise<Reply & { replayed?: boolean }> => {
    const request = { jsonrpc: "2.0", id: 1, method, params };
    return JSON.parse(await its.raw(JSON.stringify(request), by) ?? "null");
  };
  return { ...its, ask };
}

Deno.test("a command repeated with its key is carried out once and answered alike", async () => {
  const { calls, ask, rpc } = stage();
  const first = await ask("sys.call.construct", DIAL);
  const again = await ask("sys.call.construct", DIAL, { ...ANYBODY });
  assert.equal(first.replayed, undefined);
  assert.deepEqual(again, { ...first, replayed: true });
  assert.equal(calls.told.length, 1);
  assert.equal(rpc.replays, 1);
});

Deno.test("without a key, or with an empty one, each command counts", async () => {
  for (const idempotency_key of [undefined, null, ""]) {
    const { calls, ask } = stage();
    for (const _ of [1, 2]) {
      const params = { ...DIAL, idempotency_key };
      assert.equal((await ask("call.construct", params)).replayed, undefined);
    }
    assert.equal(calls.told.length, 2);
  }
});

Deno.test("a repeat is one whatever the order of its members, or without sys.", async () => {
  const { calls, ask } = stage();
  await ask("sys.call.construct", DIAL);
  const turned = Object.fromEntries(Object.entries(DIAL).reverse());
  assert.equal((await ask("call.construct", turned)).replayed, true);
  assert.equal(calls.told.length, 1);
});

Deno.test("the key may be a number, and its name may have blanks", async () => {
  const { calls, ask } = stage();
  const params = { res_id: RES_ID, cause: 486 };
  await ask("sys.call.drop", { ...params, idempotency_key: 7 });
  const again = { ...params, "idempotency_key ": "7" };
  assert.equal((await ask("sys.call.drop", again)).replayed, true);
  assert.equal(calls.told.length, 1);
});

Deno.test("a key that another request had is refused by its name, and nothing is done", async () => {
  const { calls, ask } = stage();
  await ask("sys.call.construct", DIAL);
  const others: [string, object][] = [
    ["sys.call.construct", { ...DIAL, to_uri: "2@a" }],
    ["sys.call.construct", { ...DIAL, user_data: "u" }],
    ["sys.call.nop", { res_id: RES_ID, idempotency_key: "order 7" }],
  ];
  for (const [method, params] of others) {
    const { error } = await ask(method, params);
    assert.equal(error?.code, -32602);
    assert.equal(error?.data?.param, "idempotency_key");
    assert.match(error?.message ?? "", /idempotency_key is another request's/);
  }
  assert.equal(calls.told.length, 1);
});

for (const idempotency_key of [{}, ["k"], true, "k".repeat(129)]) {
  const shown = JSON.stringify(idempotency_key).slice(0, 20);
  Deno.test(`${shown} is no idempotency_key`, async () => {
    const { calls, ask } = stage();
    const params = { ...DIAL, idempotency_key };
    const { error } = await ask("sys.call.construct", params);
    assert.deepEqual(error?.data, {
      param: "idempotency_key",
      expected: "a text of at most 128 characters",
    });
    assert.equal(calls.told.length, 0);
  });
}

Deno.test("an error is a reply as well, and is given again", async () => {
  const { calls, ask } = stage();
  calls.fault = new CtiError("wrongState", "Not now", { state: "Play" });
  const params = { res_id: RES_ID, idempotency_key: "k" };
  const first = await ask("sys.call.nop", params);
  calls.fault = null;
  const again = await ask("sys.call.nop", params);
  assert.equal(first.error?.code, -32002);
  assert.deepEqual(again, { ...first, replayed: true });
  assert.equal(calls.told.length, 1);
});

Deno.test("each token has keys of its own", async () => {
  const { calls, ask } = stage();
  await ask("sys.call.construct", DIAL);
  const other = { ...ANYBODY, bearer: "somebody else" };
  const reply = await ask("sys.call.construct", DIAL, other);
  assert.equal(reply.replayed, undefined);
  assert.equal(calls.told.length, 2);
});

Deno.test("a repeat of what is under way waits for it", async () => {
  const { calls, ask } = stage();
  const gate = Promise.withResolvers<void>();
  calls.constructing = gate.promise;
  const first = ask("sys.call.construct", DIAL);
  const again = ask("sys.call.construct", DIAL);
  let answered = false;
  void again.then(() => answered = true);
  await setImmediate();
  assert.equal(answered, false);
  gate.resolve();
  assert.deepEqual(await again, { ...await first, replayed: true });
  assert.equal(calls.told.length, 1);
});

Deno.test("for ten minutes a reply is kept, then the key is free again", async () => {
  const { calls, clock, ask } = stage();
  await ask("sys.call.construct", DIAL);
  clock.wind(TEN_MINUTES);
  assert.equal((await ask("sys.call.construct", DIAL)).replayed, true);
  clock.wind(1);
  assert.equal((await ask("sys.call.construct", DIAL)).replayed, undefined);
  assert.equal(calls.told.length, 2);
});

Deno.test("who repeats a construct is whose call it is", async () => {
  const told: string[] = [];
  const caller = (name: string): Caller => ({
    ...ANYBODY,
    created: (id) => void told.push(`${name} created ${id}`),
    adopts: (id) => void told.push(`${name} adopts ${id}`),
  });
  const { ask } = stage();
  await ask("sys.call.construct", DIAL, caller("a"));
  await ask("sys.call.construct", DIAL, caller("b"));
  const id = "0.0.0-sys.call-9";
  assert.deepEqual(told, [`a created ${id}`, `b adopts ${id}`]);
});

Deno.test("a notification with a key is carried out once too", async () => {
  const { calls, raw, ask } = stage();
  const params = { res_id: RES_ID, idempotency_key: "k" };
  const notification = { jsonrpc: "2.0", method: "sys.call.nop", params };
  assert.equal(await raw(JSON.stringify(notification)), null);
  const reply = await ask("sys.call.nop", params);
  assert.deepEqual([reply.result, reply.replayed], [null, true]);
  assert.equal(calls.told.length, 1);
});

Deno.test("in a batch each request has its own key", async () => {
  const { calls, send } = stage();
  const nop = (id: number, idempotency_key: string) => ({
    jsonrpc: "2.0",
    id,
    method: "sys.call.nop",
    params: { res_id: RES_ID, idempotency_key },
  });
  const replies = await send([nop(1, "a"), nop(2, "b"), nop(3, "a")]);
  assert.deepEqual(replies, [
    { jsonrpc: "2.0", id: 1, result: null },
    { jsonrpc: "2.0", id: 2, result: null },
    { jsonrpc: "2.0", id: 3, result: null, replayed: true },
  ]);
  assert.equal(calls.told.length, 2);
});

const BOUNDS: [what: string, keys: number, characters: number][] = [
  ["so many keys", 2, 1000],
  ["so many characters", 1000, 2 * JSON.stringify({ result: 1 }).length],
];
for (const [what, keys, characters] of BOUNDS) {
  Deno.test(`with ${what} kept, new ones are refused, and repeats still answered`, async () => {
    const clock = new HandClock();
    const kept = new KeptReplies(clock, { keys, characters });
    const done = () => Promise.resolve({ result: 1 });
    const ask = (key: string) =>
      kept.replay({ key, digest: key }, ANYBODY) ??
        kept.keep({ key, digest: key }, ANYBODY, done);
    await ask("a");
    await ask("b");
    const data = { param: "idempotency_key" };
    assert.throws(() => ask("c"), { fault: "overloaded", data });
    assert.deepEqual(await ask("a"), { result: 1 });
    clock.wind(TEN_MINUTES + 1 as Milliseconds);
    assert.deepEqual(await ask("c"), { result: 1 });
  });
}

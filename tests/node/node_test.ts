import assert from "node:assert/strict";
import { nodeTest, type Rig } from "./support.ts";
import type { Peer } from "../web/support.ts";

interface Told {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

async function told(app: Peer): Promise<Told> {
  return await app.next() as unknown as Told;
}

async function command(
  app: Peer,
  method: string,
  params: object,
): Promise<unknown> {
  const request = { jsonrpc: "2.0", id: 1, method: `sys.call.${method}` };
  return await app.ask({ ...request, params });
}

const ACCEPTED = { jsonrpc: "2.0", id: 1, result: null };

/** A call that the application has answered. */
async function answered({ application, caller }: Rig) {
  const [app, phone] = [await application(), caller()];
  const ringing = phone.invite();
  const { method, params } = await told(app);
  assert.equal(method, "sys.call.on_incoming");
  const { res_id } = params;
  const answer = { res_id, max_answer_seconds: "60", user_data: "mine" };
  assert.deepEqual(await command(app, "answer", answer), ACCEPTED);
  assert.equal((await ringing).at(-1), 200);
  await phone.ack();
  const done = await told(app);
  assert.equal(done.method, "sys.call.on_answer_completed");
  assert.equal(done.params.error, null);
  return { app, phone, res_id, incoming: params };
}

nodeTest(
  "a call comes in, is answered by an application, heard, and ends",
  {},
  async (rig) => {
    const { node } = rig;
    const { app, phone, res_id, incoming } = await answered(rig);
    assert.match(String(res_id), /^0\.0\.0-sys\.call-\d+$/);
    assert.equal(incoming.from_uri, "sip:13800138000@127.0.0.1");
    assert.equal(incoming.user_data, null);
    assert.equal(await phone.payloadType(), 8);
    assert.equal(await phone.bye(), 200);
    const { method, params } = await told(app);
    assert.equal(method, "sys.call.on_released");
    const { call_dir, dropped_by, cause, user_data } = params;
    assert.deepEqual([call_dir, dropped_by, cause, user_data], [
      "inbound",
      "usr",
      200,
      "mine",
    ]);
    assert.equal(node.calls.size, 0);
    const gone = await command(app, "nop", { res_id }) as {
      error: { code: number };
    };
    assert.equal(gone.error.code, -32001);
  },
);

nodeTest(
  "wrong state and wrong direction are told with what is allowed",
  {},
  async (rig) => {
    const { app, phone, res_id } = await answered(rig);
    const late = await command(app, "redirect", {
      res_id,
      redirect_uri: "10.0.0.9",
    }) as { error: { code: number; data: Record<string, unknown> } };
    assert.equal(late.error.code, -32002);
    assert.equal(late.error.data.state, "Idle");
    assert.ok(Array.isArray(late.error.data.allowed_methods));
    await phone.bye();
  },
);

const DEEP = "[".repeat(10_000);
const HOSTILE = [
  "x".repeat(10_000_000),
  DEEP,
  DEEP + "]".repeat(10_000),
  Uint8Array.of(0x22, 0xff, 0x22),
  '{"id":1,"method":"sys.call.fly"}',
  '{"id":1,"method":"sys.call.drop","params":{"res_id":null}}',
  '{"id":1,"method":"sys.call.drop","params":[[],{},5,6,7]}',
];

nodeTest("calls in progress hear nothing of wrong input", {}, async (rig) => {
  const { app, phone, res_id } = await answered(rig);
  for (const body of HOSTILE) {
    app.socket.send(body);
    assert.ok((await app.next()).error);
    const url = `${rig.node.ready.http}/rpc`;
    const response = await fetch(url, { method: "POST", body });
    assert.ok((await response.json()).error);
  }
  const [first, ...rest] = await phone.sequenceNumbers(20);
  assert.deepEqual(rest, rest.map((_, n) => first + n + 1 & 0xffff));
  assert.deepEqual(await command(app, "nop", { res_id }), ACCEPTED);
  await phone.bye();
});

nodeTest("the application hangs up", {}, async (rig) => {
  const { app, phone, res_id } = await answered(rig);
  assert.deepEqual(await command(app, "drop", { res_id }), ACCEPTED);
  assert.equal(await phone.request(), "BYE");
  const { method, params } = await told(app);
  assert.equal(method, "sys.call.on_released");
  assert.deepEqual([params.dropped_by, params.cause], ["sys", 603]);
});

nodeTest(
  "a node without an application answers 480",
  {},
  async ({ caller }) => {
    assert.equal((await caller().invite()).at(-1), 480);
  },
);

nodeTest(
  "an application refuses a call with its own status",
  {},
  async ({ application, caller }) => {
    const [app, phone] = [await application(), caller()];
    const refused = phone.invite();
    const { params: { res_id } } = await told(app);
    await command(app, "drop", { res_id, cause: 486 });
    assert.equal((await refused).at(-1), 486);
    await phone.ack();
    assert.equal((await told(app)).params.cause, 486);
  },
);

nodeTest("a stranger's INVITE is refused, a trusted peer's is not", {
  CTI_TRUSTED_PEERS: "10.0.0.0/8,127.0.0.2",
}, async ({ caller, application }) => {
  await application();
  assert.equal((await caller().invite()).at(-1), 403);
});

nodeTest(
  "past CTI_MAX_CALLS a call is answered 503",
  { CTI_MAX_CALLS: "1" },
  async (rig) => {
    const { phone } = await answered(rig);
    const other = rig.caller();
    assert.deepEqual(await other.invite(), [503]);
    assert.match(other.heard, /^Retry-After: \d+\r$/m);
    assert.equal(rig.node.userAgent.counts.sessions, 1);
    await phone.bye();
  },
);

nodeTest(
  "without a free pair of RTP ports a call is answered 503, its application told, and no other dialled",
  { CTI_RTP_PORTS: "19400-19401" },
  async (rig) => {
    const { app, phone, res_id } = await answered(rig);
    const to = { to_uri: "1@127.0.0.1:9", max_answer_seconds: 5 };
    const refused = await command(app, "construct", to) as {
      error: { code: number };
    };
    assert.equal(refused.error.code, -32004);
    // Behind a call its pair rests, so that this one gets none either
    for (const rests of [false, true]) {
      if (rests) {
        assert.deepEqual(await command(app, "drop", { res_id }), ACCEPTED);
        assert.equal(await phone.request(), "BYE");
        assert.equal((await told(app)).method, "sys.call.on_released");
      }
      const other = rig.caller();
      const ringing = other.invite();
      const { params } = await told(app);
      const answer = { res_id: params.res_id, max_answer_seconds: 60 };
      assert.deepEqual(await command(app, "answer", answer), ACCEPTED);
      assert.equal((await ringing).at(-1), 503);
      assert.match(other.heard, /^Retry-After: \d+\r$/m);
      const completed = await told(app);
      assert.equal(completed.method, "sys.call.on_answer_completed");
      assert.equal(completed.params.error, "No RTP port is free");
      const released = await told(app);
      assert.equal(released.method, "sys.call.on_released");
      const { dropped_by, cause } = released.params;
      assert.deepEqual([dropped_by, cause], ["sys", 503]);
    }
  },
);

nodeTest(
  "the demo application answers what nobody claims",
  { CTI_DEMO: "on" },
  async ({ node, caller }) => {
    const phone = caller();
    assert.equal((await phone.invite()).at(-1), 200);
    await phone.ack();
    assert.equal(await phone.payloadType(), 8);
    assert.equal(await phone.bye(), 200);
    assert.equal(node.calls.size, 0);
  },
);

nodeTest(
  "a node that stops lets its calls end and takes no new one",
  {},
  async (rig) => {
    const { node, caller } = rig;
    const { app, phone, res_id } = await answered(rig);
    const stopped = node.stop();
    assert.equal((await caller().invite()).at(-1), 503);
    const refused = await command(app, "construct", {
      to_uri: "1@127.0.0.1:9",
      max_answer_seconds: 5,
    }) as { error: { code: number } };
    assert.equal(refused.error.code, -32004);
    const ready = await fetch(`${node.ready.http}/ready`);
    await ready.body?.cancel();
    assert.equal(ready.status, 503);
    assert.deepEqual(await command(app, "drop", { res_id }), ACCEPTED);
    assert.equal(await phone.request(), "BYE");
    assert.equal((await told(app)).method, "sys.call.on_released");
    assert.equal(await app.closed.promise, 1001);
    await stopped;
  },
);

nodeTest("calls that do not end in time are dropped", {
  CTI_DRAIN_SECONDS: "0",
}, async (rig) => {
  const { app, phone } = await answered(rig);
  const stopped = rig.node.stop();
  assert.equal(await phone.request(), "BYE");
  const { method, params } = await told(app);
  assert.equal(method, "sys.call.on_released");
  assert.equal(params.dropped_by, "sys");
  await stopped;
});

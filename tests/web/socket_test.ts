import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { incoming, played, released, ringing } from "../event/support.ts";
import { RES_ID } from "../rpc/support.ts";
import { webTest } from "./support.ts";

const NOP = { method: "sys.call.nop", params: { res_id: RES_ID } };
const DONE = { jsonrpc: "2.0", id: 1, result: null };

webTest("requests go up and replies come down, text or bytes", async (its) => {
  const { peer } = await its.connect();
  const request = { jsonrpc: "2.0", id: 1, ...NOP };
  assert.deepEqual(await peer.ask(request), DONE);
  peer.socket.send(new TextEncoder().encode(JSON.stringify(request)));
  assert.deepEqual(await peer.next(), DONE);
});

const DEEP = "[".repeat(10_000) + "]".repeat(10_000);
const WRONG: [string, string | Uint8Array<ArrayBuffer>, number][] = [
  ["10 MB of text", "x".repeat(10_000_000), -32600],
  ["10,000 nested brackets", DEEP, -32600],
  ["invalid UTF-8", Uint8Array.of(0x22, 0xff, 0x22), -32700],
  ["no JSON", "{", -32700],
  ["an unknown method", '{"id":1,"method":"x"}', -32601],
  ["a missing parameter", '{"id":1,"method":"call.nop"}', -32602],
];
for (const [what, message, code] of WRONG) {
  webTest(
    `WebSocket: ${what} is answered ${code} and it lives on`,
    async (its) => {
      const { peer } = await its.connect();
      peer.socket.send(message);
      assert.equal((await peer.next()).error?.code, code);
      assert.deepEqual(await peer.ask({ jsonrpc: "2.0", id: 1, ...NOP }), DONE);
    },
  );
}

webTest("events come down to the owner, with their id", async (its) => {
  const { peer } = await its.connect("?group=a");
  its.events.publish(incoming("1"));
  const { jsonrpc, method, params } = await peer.next() as {
    jsonrpc?: string;
    method: string;
    params: Record<string, unknown>;
  };
  assert.deepEqual([jsonrpc, method], ["2.0", "sys.call.on_incoming"]);
  assert.deepEqual([params.res_id, params.event_id], ["1", 1]);
});

webTest(
  "?envelope=legacy has events without the jsonrpc member",
  async (its) => {
    const { peer } = await its.connect("?envelope=legacy");
    its.events.publish(incoming("1"));
    assert.deepEqual(Object.keys(await peer.next()), ["method", "params"]);
  },
);

webTest(
  "the reply comes before the events that the command causes",
  async (its) => {
    const { peer } = await its.connect();
    const construct = its.calls.construct.bind(its.calls);
    its.calls.construct = (parameters) => {
      its.events.publish(ringing("0.0.0-sys.call-9"));
      return construct(parameters);
    };
    const params = { to_uri: "1@a", max_answer_seconds: 5 };
    const request = { id: 1, method: "sys.call.construct", params };
    const reply = await peer.ask(request);
    assert.deepEqual(reply.result, {
      res_id: "0.0.0-sys.call-9",
      ipsc_info: { process_id: 9 },
      user_data: null,
    });
    assert.equal((await peer.next()).method, "sys.call.on_ringing");
    const [batch, event] = [await peer.ask([request]), await peer.next()];
    assert.ok(Array.isArray(batch));
    assert.equal(event.method, "sys.call.on_ringing");
  },
);

webTest(
  "the creator owns its call, ?events=none gets nothing, ?events=all everything",
  async (its) => {
    const maker = (await its.connect("?group=a")).peer;
    const other = (await its.connect("?group=b")).peer;
    const quiet = (await its.connect("?events=none")).peer;
    const watch = (await its.connect("?events=all")).peer;
    const params = { to_uri: "1@a", max_answer_seconds: 5 };
    await maker.ask({ id: 1, method: "sys.call.construct", params });
    its.events.publish(ringing("0.0.0-sys.call-9"));
    assert.equal((await maker.next()).method, "sys.call.on_ringing");
    assert.equal((await watch.next()).method, "sys.call.on_ringing");
    const nop = { jsonrpc: "2.0", id: 1, ...NOP };
    assert.deepEqual(await other.ask(nop), DONE);
    assert.deepEqual(await quiet.ask(nop), DONE);
  },
);

webTest(
  "when a connection goes away another of its group goes on, ?after sees it again",
  async (its) => {
    const first = (await its.connect("?group=a")).peer;
    const second = (await its.connect("?group=a")).peer;
    its.events.publish(incoming("1"));
    its.events.publish(played("1"));
    assert.equal((await first.next()).method, "sys.call.on_incoming");
    assert.equal((await first.next()).method, "sys.call.on_play_completed");
    first.socket.close();
    await first.closed.promise;
    its.events.publish(released("1"));
    assert.equal((await second.next()).method, "sys.call.on_released");
    second.socket.close();
    await second.closed.promise;
    const third = (await its.connect("?group=a&after=1")).peer;
    assert.equal((await third.next()).method, "sys.call.on_play_completed");
    assert.equal((await third.next()).method, "sys.call.on_released");
  },
);

webTest(
  "a construct repeated with its key on another connection makes no second call, and its events come there",
  async (its) => {
    const params = {
      to_uri: "1@a",
      max_answer_seconds: 5,
      idempotency_key: "order 7",
    };
    const request = { id: 1, method: "sys.call.construct", params };
    const first = (await its.connect("?token=all")).peer;
    const reply = await first.ask(request);
    its.events.publish(ringing("0.0.0-sys.call-9"));
    assert.equal((await first.next()).method, "sys.call.on_ringing");
    const second = (await its.connect("?token=all")).peer;
    const again = await second.ask(request);
    assert.deepEqual(again, { ...reply, replayed: true });
    assert.equal((await second.next()).method, "sys.call.on_ringing");
    const stranger = (await its.connect("?token=other")).peer;
    assert.equal((await stranger.ask(request)).replayed, undefined);
    assert.equal(its.calls.told.length, 2);
  },
  [{ secret: "all", scopes: [] }, { secret: "other", scopes: [] }],
);

webTest(
  "?envelope=legacy is answered in the old envelope whatever it sends",
  async (its) => {
    const { peer } = await its.connect("?envelope=legacy");
    peer.socket.send("{");
    assert.deepEqual(Object.keys(await peer.next()), ["id", "error"]);
    const url = `${its.server.url}/rpc?envelope=legacy`;
    const response = await fetch(url, { method: "POST", body: "{" });
    const reply = await response.json();
    assert.deepEqual(Object.keys(reply), ["id", "error"]);
  },
);

for (
  const query of [
    "group=",
    "group=a b",
    "after=x",
    "after=-1",
    "events=some",
    "envelope=new",
  ]
) {
  webTest(`?${query} is refused`, async (its) => {
    assert.equal((await its.connect(`?${query}`)).opened, false);
    const url = `${its.server.url}/rpc?${query}`;
    const headers = { upgrade: "websocket" };
    const response = await fetch(url, { headers });
    await response.body?.cancel();
    assert.equal(its.sockets.size, 0);
  });
}

webTest("a page from elsewhere gets no WebSocket", async (its) => {
  const evil = { origin: "https://evil.example" };
  assert.equal((await its.connect("", evil)).opened, false);
  const local = { origin: "http://localhost:3000" };
  assert.equal((await its.connect("", local)).opened, true);
});

const TOKENS = [
  { secret: "all", scopes: [] },
  { secret: "watch", scopes: ["observe"] },
  { secret: "work", scopes: ["call"] },
] as const;
webTest(
  "a WebSocket needs a token with the scope of what it asks for",
  async (its) => {
    const opens = async (query: string) => (await its.connect(query)).opened;
    assert.equal(await opens(""), false);
    assert.equal(await opens("?token=none"), false);
    assert.equal(await opens("?token=all&events=all"), true);
    assert.equal(await opens("?token=work"), true);
    assert.equal(await opens("?token=work&events=all"), false);
    assert.equal(await opens("?token=watch"), false);
    assert.equal(await opens("?token=watch&events=all"), true);
    assert.equal(await opens("?token=watch&events=none"), true);
  },
  TOKENS,
);

/** Opens a WebSocket and reads nothing more. */
async function deafPeer(url: string): Promise<Deno.TcpConn> {
  const { hostname, host, port } = new URL(url);
  const peer = await Deno.connect({ hostname, port: Number(port) });
  const hello = [
    "GET /rpc?events=all HTTP/1.1",
    `Host: ${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "\r\n",
  ];
  await peer.write(new TextEncoder().encode(hello.join("\r\n")));
  await peer.read(new Uint8Array(1024));
  return peer;
}

const HAND = new HandClock();
webTest(
  "a client that does not read is cut, the others miss nothing",
  async (its) => {
    const deaf = await deafPeer(its.server.url);
    const { peer } = await its.connect();
    const long = { ...incoming("1"), fromUri: "x".repeat(50_000) };
    for (let n = 1; n <= 600; n++) {
      its.events.publish({ ...long, resId: `${n}` });
      HAND.wind(1);
      const { params } = await peer.next();
      assert.equal((params as Record<string, unknown>).event_id, n);
    }
    assert.equal(its.sockets.size, 2);
    HAND.wind(10_100);
    assert.equal(its.sockets.size, 1);
    deaf.close();
  },
  [],
  HAND,
);

webTest(
  "a peer that answers no ping is gone",
  async (its) => {
    const dead = await deafPeer(its.server.url);
    assert.equal(its.sockets.size, 1);
    while (await dead.read(new Uint8Array(64)) !== null) continue;
    while (its.sockets.size > 0) {
      await new Promise((turn) => setImmediate(turn));
    }
    dead.close();
  },
  [],
  new SystemClock(),
  1,
);

webTest("when the node stops its connections are told so", async (its) => {
  const { peer } = await its.connect();
  its.sockets.closeAll();
  assert.equal(await peer.closed.promise, 1001);
});

import assert from "node:assert/strict";
import { RES_ID } from "../rpc/support.ts";
import { MEDIA, type Web, webTest } from "./support.ts";

const NOP = { method: "sys.call.nop", params: { res_id: RES_ID } };

async function post(its: Web, body: BodyInit, headers: HeadersInit = {}) {
  const url = `${its.server.url}/rpc`;
  const response = await fetch(url, { method: "POST", body, headers });
  const text = await response.text();
  return { status: response.status, reply: text && JSON.parse(text) };
}

webTest("POST /rpc answers one request", async (its) => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, ...NOP });
  const { status, reply } = await post(its, body);
  assert.equal(status, 200);
  assert.deepEqual(reply, { jsonrpc: "2.0", id: 1, result: null });
});

webTest(
  "POST /rpc answers a batch, and notifications with 204",
  async (its) => {
    const both = await post(its, JSON.stringify([{ id: 1, ...NOP }, NOP]));
    assert.deepEqual(both.reply, [{ id: 1, result: null }]);
    const none = await post(its, JSON.stringify([NOP]));
    assert.deepEqual([none.status, none.reply], [204, ""]);
    assert.equal(its.calls.told.length, 3);
  },
);

const DEEP = "[".repeat(10_000) + "]".repeat(10_000);
const WRONG: [string, BodyInit, status: number, code: number][] = [
  ["10 MB of text", "x".repeat(10_000_000), 413, -32600],
  ["10,000 nested brackets", DEEP, 200, -32600],
  ["invalid UTF-8", Uint8Array.of(0x22, 0xff, 0x22), 200, -32700],
  ["no JSON", "{", 200, -32700],
  ["an unknown method", '{"id":1,"method":"x"}', 200, -32601],
  ["a missing parameter", '{"id":1,"method":"call.nop"}', 200, -32602],
];

for (const [what, body, status, code] of WRONG) {
  webTest(`POST /rpc: ${what} is answered ${code}`, async (its) => {
    const found = await post(its, body);
    assert.deepEqual([found.status, found.reply.error.code], [status, code]);
    const after = await post(its, JSON.stringify({ id: 1, ...NOP }));
    assert.deepEqual(after.reply, { id: 1, result: null });
  });
}

webTest(
  "10 MB sent in pieces of unknown length are refused too",
  async (its) => {
    const piece = new Uint8Array(1_000_000);
    let left = 10;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(piece);
        else controller.close();
      },
    });
    const { status, reply } = await post(its, body);
    assert.deepEqual([status, reply.error.code], [413, -32600]);
  },
  [],
  undefined,
  undefined,
  // The runtime's own fetch never lets go of a body that was refused half-way.
  false,
);

webTest("an unknown path is 404 in JSON", async (its) => {
  const response = await fetch(`${its.server.url}/nothing`);
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), { error: "not found" });
});

webTest(
  "/health tells how media keep time, /ready follows the node",
  async (its) => {
    const health = await fetch(`${its.server.url}/health`);
    assert.deepEqual(await health.json(), {
      status: "ok",
      node: "0.0.0",
      calls: 0,
      media: MEDIA,
    });
    const ready = await fetch(`${its.server.url}/ready`);
    assert.deepEqual([ready.status, (await ready.json()).ready], [200, true]);
    its.state.ready = false;
    const not = await fetch(`${its.server.url}/ready`);
    assert.deepEqual([not.status, (await not.json()).ready], [503, false]);
  },
);

webTest("/ says what this is", async (its) => {
  const text = await (await fetch(its.server.url)).text();
  assert.match(text, /^edge-cti.*POST \/rpc.*node 0\.0\.0\n$/s);
});

webTest("GET /rpc without an upgrade says what it is for", async (its) => {
  const response = await fetch(`${its.server.url}/rpc`);
  await response.body?.cancel();
  assert.equal(response.status, 426);
});

const ORIGINS: [origin: string, status: number][] = [
  ["http://localhost:5173", 200],
  ["http://127.0.0.1", 200],
  ["http://[::1]:8080", 200],
  ["https://evil.example", 403],
  ["http://localhost.evil.example", 403],
  ["null", 403],
];
for (const [origin, status] of ORIGINS) {
  webTest(`a page from ${origin} is answered ${status}`, async (its) => {
    const body = JSON.stringify({ id: 1, ...NOP });
    assert.equal((await post(its, body, { origin })).status, status);
    assert.equal(its.calls.told.length, status === 200 ? 1 : 0);
  });
}

const TOKENS = [
  { secret: "all", scopes: [] },
  { secret: "watch", scopes: ["observe"] },
] as const;
const BEARERS: [authorization: string, status: number, code?: number][] = [
  ["Bearer all", 200],
  ["bearer  all", 200],
  ["Bearer watch", 200, -32006],
  ["Bearer al", 401],
  ["Bearer all1", 401],
  ["Basic all", 401],
  ["", 401],
];
for (const [authorization, status, code] of BEARERS) {
  webTest(
    `"${authorization}" is answered ${status} ${code ?? ""}`,
    async (its) => {
      const body = JSON.stringify({ id: 1, ...NOP });
      const found = await post(its, body, { authorization });
      assert.deepEqual([found.status, found.reply.error?.code], [
        status,
        ...status === 200 ? [code] : [undefined],
      ]);
    },
    TOKENS,
  );
}

webTest("a token may stand in the address; health needs none", async (its) => {
  const body = JSON.stringify({ id: 1, ...NOP });
  const url = `${its.server.url}/rpc?token=`;
  const good = await fetch(`${url}all`, { method: "POST", body });
  assert.deepEqual(await good.json(), { id: 1, result: null });
  const bad = await fetch(`${url}none`, { method: "POST", body });
  await bad.body?.cancel();
  assert.equal(bad.status, 401);
  const health = await fetch(`${its.server.url}/health`);
  await health.body?.cancel();
  assert.equal(health.status, 200);
}, TOKENS);

for (const name of ["openrpc", "asyncapi"]) {
  webTest(
    `/${name}.json needs no token and says where the node is`,
    async (its) => {
      const response = await fetch(`${its.server.url}/${name}.json`);
      assert.equal(response.headers.get("content-type"), "application/json");
      const text = await response.text();
      assert.ok(JSON.parse(text)[name]);
      assert.ok(text.includes(new URL(its.server.url).host));
    },
    TOKENS,
  );
}

import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { utf8 } from "../../runtime/base/bytes.ts";
import { MOST_BYTES } from "../../runtime/rpc/message.ts";
import { ANYBODY, RES_ID, rpcOnFakes } from "./support.ts";

const NOP = { method: "sys.call.nop", params: { res_id: RES_ID } };

Deno.test("JSON-RPC 2.0 §5: an operation is answered with result null", async () => {
  const { send } = rpcOnFakes();
  const reply = await send({ jsonrpc: "2.0", id: "a", ...NOP });
  assert.deepEqual(reply, { jsonrpc: "2.0", id: "a", result: null });
});

for (const id of [0, -1.5, "", "uuid", null, true, [1], { a: 1 }]) {
  Deno.test(`the id ${JSON.stringify(id)} is given back as it came`, async () => {
    const { send } = rpcOnFakes();
    const reply = await send({ jsonrpc: "2.0", id, ...NOP });
    assert.deepEqual(reply, { jsonrpc: "2.0", id, result: null });
  });
}

Deno.test("a request without jsonrpc gets the old envelope", async () => {
  const { send } = rpcOnFakes();
  assert.deepEqual(await send({ id: 1, ...NOP }), { id: 1, result: null });
  const reply = await send({ id: 1, method: "sys.call.none" });
  const error = { code: -32601, message: "invalid method" };
  assert.deepEqual(reply, { id: 1, error });
});

for (const message of ["{", "1", "[]", "[1]"]) {
  Deno.test(`on a connection of the old envelope ${message} is answered in it too`, async () => {
    const { raw } = rpcOnFakes({ ...ANYBODY, legacy: true });
    const reply = [JSON.parse(await raw(message) ?? "")].flat()[0];
    assert.deepEqual(Object.keys(reply), ["id", "error"]);
    const modern = { jsonrpc: "2.0", id: 1, ...NOP };
    const result = { jsonrpc: "2.0", id: 1, result: null };
    const text = await raw(JSON.stringify(modern)) ?? "";
    assert.deepEqual(JSON.parse(text), result);
  });
}

Deno.test("JSON-RPC 2.0 §4.1: a notification is carried out and never answered", async () => {
  const { calls, raw } = rpcOnFakes();
  assert.equal(await raw(JSON.stringify({ jsonrpc: "2.0", ...NOP })), null);
  const unknown = { jsonrpc: "2.0", method: "sys.call.none" };
  assert.equal(await raw(JSON.stringify(unknown)), null);
  assert.deepEqual(calls.told, [["nop", undefined]]);
});

const DEEP = "[".repeat(10_000);
const WRONG: [what: string, message: string | Uint8Array, code: number][] = [
  ["no JSON", "{", -32700],
  ["nothing", "", -32700],
  ["10,000 brackets never closed", DEEP, -32700],
  ["10,000 nested brackets", DEEP + "]".repeat(10_000), -32600],
  ["10,000 nested objects", '{"a":'.repeat(1e4) + 1 + "}".repeat(1e4), -32600],
  ["10 MB of text", `"${"x".repeat(10_000_000)}"`, -32600],
  ["10 MB of bytes", new Uint8Array(10_000_000), -32600],
  ["invalid UTF-8", Uint8Array.of(0x22, 0xc3, 0x28, 0x22), -32700],
  ["a cut UTF-8 sequence", Uint8Array.of(0x22, 0xe4, 0xbd), -32700],
  ["a number", "1", -32600],
  ["a text", '"x"', -32600],
  ["null", "null", -32600],
  ["an empty batch", "[]", -32600],
  ["a batch of 1001", JSON.stringify(Array(1001).fill(NOP)), -32600],
  ["no method", '{"jsonrpc":"2.0"}', -32600],
  ["a method that is no text", '{"jsonrpc":"2.0","method":1}', -32600],
  ["an empty method", '{"jsonrpc":"2.0","method":""}', -32600],
  ["another version", '{"jsonrpc":"1.0","method":"a"}', -32600],
  ["a reply", '{"jsonrpc":"2.0","result":1}', -32600],
];

for (const [what, message, code] of WRONG) {
  Deno.test(`${what} is answered ${code} with id null`, async () => {
    const { raw } = rpcOnFakes();
    const reply = JSON.parse(await raw(message) ?? "");
    assert.equal(reply.error.code, code);
    assert.equal(reply.id, null);
    assert.equal(reply.jsonrpc, "2.0");
  });
}

Deno.test("what is too long is told how long it may be", async () => {
  const { raw } = rpcOnFakes();
  const reply = JSON.parse(await raw("x".repeat(MOST_BYTES + 1)) ?? "");
  assert.deepEqual(reply.error.data, { expected: "at most 1048576 bytes" });
});

Deno.test("a wrong request that names its id gets it back", async () => {
  const { send } = rpcOnFakes();
  const reply = await send({ jsonrpc: "1.0", id: 7, method: "a" });
  assert.deepEqual([reply.id, reply.error.code], [7, -32600]);
});

for (const params of ["text", 5, true]) {
  Deno.test(`params of ${JSON.stringify(params)} are named as wrong`, async () => {
    const { ask } = rpcOnFakes();
    const { error } = await ask("sys.call.nop", params);
    assert.equal(error?.code, -32602);
    const expected = "an object or an array";
    assert.deepEqual(error?.data, { param: "params", expected });
  });
}

Deno.test("JSON-RPC 2.0 §6: a batch is answered in one array, without its notifications", async () => {
  const { calls, send } = rpcOnFakes();
  const reply = await send([
    { jsonrpc: "2.0", id: 1, ...NOP },
    { jsonrpc: "2.0", ...NOP },
    1,
    { id: 2, method: "none" },
  ]);
  const invalid = { code: -32600, message: "Invalid Request" };
  const unknown = { code: -32601, message: "invalid method" };
  assert.deepEqual(reply, [
    { jsonrpc: "2.0", id: 1, result: null },
    { jsonrpc: "2.0", id: null, error: invalid },
    { id: 2, error: unknown },
  ]);
  assert.equal(calls.told.length, 2);
});

Deno.test("JSON-RPC 2.0 §6: a batch of notifications is not answered at all", async () => {
  const { calls, raw } = rpcOnFakes();
  const batch = [{ jsonrpc: "2.0", ...NOP }, NOP];
  assert.equal(await raw(JSON.stringify(batch)), null);
  assert.equal(calls.told.length, 2);
});

Deno.test("during a batch events are held back, also when a request fails", async () => {
  const held: string[] = [];
  const hold = () => {
    held.push("hold");
    return () => void held.push("release");
  };
  const { calls, send } = rpcOnFakes({ ...ANYBODY, hold });
  calls.fault = new TypeError("ours");
  await send([{ id: 1, ...NOP }]);
  assert.deepEqual(held, ["hold", "release"]);
});

Deno.test("a CtiError goes to the caller with its code, text and data", async () => {
  const { calls, ask } = rpcOnFakes();
  const data = { state: "Play", allowed_methods: ["sys.call.play_stop"] };
  calls.fault = new CtiError("wrongState", "Not now", data);
  const { error } = await ask("sys.call.nop", { res_id: RES_ID });
  assert.deepEqual(error, { code: -32002, message: "Not now", data });
});

Deno.test("a mistake of our own is −32603 and says nothing of our insides", async () => {
  const { calls, ask } = rpcOnFakes();
  calls.fault = new TypeError("secret of /home/user/file.ts:1:2");
  const reply = await ask("sys.call.nop", { res_id: RES_ID });
  const error = { code: -32603, message: "Internal error" };
  assert.deepEqual(reply, { jsonrpc: "2.0", id: 1, error });
});

Deno.test("replies are ASCII, whatever they hold", async () => {
  const { raw } = rpcOnFakes();
  const text = JSON.stringify({ id: "您好 é \u007f 😀", ...NOP });
  for (const message of [text, utf8(text)]) {
    const reply = await raw(message) ?? "";
    assert.match(reply, /^[\x20-\x7e]+$/);
    assert.equal(JSON.parse(reply).id, "您好 é \u007f 😀");
  }
});

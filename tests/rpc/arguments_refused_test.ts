import assert from "node:assert/strict";
import { RES_ID, rpcOnFakes } from "./support.ts";

const TO = { to_uri: "1@a", max_answer_seconds: 9 };
const FILE = { record_file: "r.wav", max_seconds: 5 };
/** Every way to be wrong: the error names the parameter. */
const WRONG: [method: string, params: object, param: string][] = [
  ["construct", { to_uri: "1@a" }, "max_answer_seconds"],
  ["construct", { max_answer_seconds: 9 }, "to_uri"],
  ["construct", { ...TO, to_uri: null }, "to_uri"],
  ["construct", { ...TO, to_uri: " " }, "to_uri"],
  ["construct", { ...TO, to_uri: [] }, "to_uri"],
  ["construct", { ...TO, to_uri: ["1@a", "1@a b"] }, "to_uri[1]"],
  ["construct", { ...TO, to_uri: Array(17).fill("1@a") }, "to_uri"],
  ["construct", { ...TO, to_uri: "1@a\r\nRoute: x" }, "to_uri"],
  ["construct", { ...TO, from_uri: '"x"<1@a>' }, "from_uri"],
  ["construct", { ...TO, max_answer_seconds: 0 }, "max_answer_seconds"],
  ["construct", { ...TO, max_answer_seconds: -1 }, "max_answer_seconds"],
  ["construct", { ...TO, max_answer_seconds: 1e9 }, "max_answer_seconds"],
  ["construct", { ...TO, max_answer_seconds: "1h" }, "max_answer_seconds"],
  ["construct", { ...TO, max_answer_seconds: "0x10" }, "max_answer_seconds"],
  ["construct", { ...TO, max_answer_seconds: true }, "max_answer_seconds"],
  ["construct", { ...TO, max_ring_seconds: 0 }, "max_ring_seconds"],
  ["construct", { ...TO, parent_call_res_id: [] }, "parent_call_res_id"],
  ["construct", { ...TO, ring_play_file: ["r.wav"] }, "ring_play_file"],
  ["construct", { ...TO, user_data: { a: 1 } }, "user_data"],
  ["construct", { ...TO, user_data: "x".repeat(8193) }, "user_data"],
  ["nop", { res_id: undefined }, "res_id"],
  ["nop", { res_id: null }, "res_id"],
  ["nop", { res_id: "" }, "res_id"],
  ["nop", { res_id: [RES_ID] }, "res_id"],
  ["exists", { res_id: {} }, "res_id"],
  ["answer", {}, "max_answer_seconds"],
  ["answer", { max_answer_seconds: null }, "max_answer_seconds"],
  ["answer", { max_answer_seconds: [] }, "max_answer_seconds"],
  ["drop", { cause: 199 }, "cause"],
  ["drop", { cause: 700 }, "cause"],
  ["drop", { cause: "16" }, "cause"],
  ["drop", { cause: 486.5 }, "cause"],
  ["drop", { cause: {} }, "cause"],
  ["redirect", {}, "redirect_uri"],
  ["redirect", { redirect_uri: "" }, "redirect_uri"],
  ["progress", { content: true }, "content"],
  ["progress", { repeat: 1001 }, "repeat"],
  ["play_start", {}, "content"],
  ["play_start", { content: "" }, "content"],
  ["play_start", { content: {} }, "content"],
  ["play_start", { content: ["a.wav"] }, "content[0]"],
  ["play_start", { content: [["a.wav"], ["b.wav", 8]] }, "content[1][1]"],
  ["play_start", { content: "a\u0000.wav" }, "content"],
  ["play_start", { content: "a.wav", finish_keys: "x" }, "finish_keys"],
  ["play_start", { content: "a.wav", repeat: -1 }, "repeat"],
  ["record_start", { max_seconds: 5 }, "record_file"],
  ["record_start", { record_file: "r.wav" }, "max_seconds"],
  ["record_start", { ...FILE, max_seconds: 0 }, "max_seconds"],
  ["record_start", { ...FILE, max_seconds: 86_401 }, "max_seconds"],
  ["record_start", { ...FILE, beep: "maybe" }, "beep"],
  ["record_start", { ...FILE, record_format: 0 }, "record_format"],
  ["record_start", { ...FILE, record_format: 7 }, "record_format"],
  ["record_start", { ...FILE, record_format: 2.5 }, "record_format"],
  ["record_start", { ...FILE, finish_keys: "12E" }, "finish_keys"],
  ["record_start", {
    ...FILE,
    max_silence_seconds: -1,
  }, "max_silence_seconds"],
  ["send_dtmf_start", {}, "keys"],
  ["send_dtmf_start", { keys: "" }, "keys"],
  ["send_dtmf_start", { keys: "12 3" }, "keys"],
  ["send_dtmf_start", { keys: "1", tone_ms: 39 }, "tone_ms"],
  ["send_dtmf_start", { keys: "1", gap_ms: 10_001 }, "gap_ms"],
  ["send_dtmf_start", { keys: "1".repeat(257) }, "keys"],
  ["receive_dtmf_start", { valid_keys: "xyz" }, "valid_keys"],
  ["receive_dtmf_start", { max_keys: 0 }, "max_keys"],
  ["receive_dtmf_start", { max_keys: 256 }, "max_keys"],
  ["receive_dtmf_start", { first_key_timeout: 0 }, "first_key_timeout"],
  ["receive_dtmf_start", { first_key_timeout: "x" }, "first_key_timeout"],
  ["receive_dtmf_start", {
    continues_keys_timeout: 1e9,
  }, "continues_keys_timeout"],
  ["receive_dtmf_start", { play_content: [[]] }, "play_content[0]"],
  ["receive_dtmf_start", { play_repeat: 1001 }, "play_repeat"],
  ["receive_dtmf_start", { if_break_on_key: 2 }, "if_break_on_key"],
  ["receive_dtmf_start", { breaking_on_key: "no" }, "if_break_on_key"],
];

for (const [name, params, param] of WRONG) {
  const shown = JSON.stringify(params).slice(0, 60);
  Deno.test(`${name} ${shown} is refused, naming ${param}`, async () => {
    const { calls, ask } = rpcOnFakes();
    const given = { res_id: RES_ID, ...params };
    const { error } = await ask(`sys.call.${name}`, given);
    assert.equal(error?.code, -32602);
    assert.equal(error?.data?.param, param);
    assert.ok(error?.message.includes(param), error?.message);
    assert.ok(error?.message.includes(String(error?.data?.expected)));
    assert.deepEqual(calls.told, []);
  });
}

Deno.test("what is missing and what is wrong are told apart, with what was expected", async () => {
  const { ask } = rpcOnFakes();
  const missing = await ask("sys.call.drop", {});
  assert.equal(
    missing.error?.message,
    "Invalid params: res_id is missing, expected the id of a resource",
  );
  const wrong = await ask("sys.call.drop", { res_id: RES_ID, cause: 1 });
  assert.equal(
    wrong.error?.message,
    "Invalid params: cause is wrong, expected a SIP status from 200 to 699",
  );
});

Deno.test("more positional values than parameters are refused", async () => {
  const { ask } = rpcOnFakes();
  const { error } = await ask("sys.call.drop", [RES_ID, 486, 1]);
  const expected = "at most 2: res_id, cause";
  assert.deepEqual(error?.data, { param: "params", expected });
});

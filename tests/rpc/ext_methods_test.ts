import assert from "node:assert/strict";
import { EXT } from "../../runtime/rpc/ext_methods.ts";
import { ANYBODY, rpcOnFakes } from "./support.ts";

/** The parameters; what is additive comes last. */
const ORDER: Record<string, string> = {
  "ext.notify_call.construct":
    "from_uri to_uri play_content play_repeat max_ring_seconds user_data max_answer_seconds",
  "ext.notify_call.exists": "res_id",
  "ext.captcha_call.construct":
    "from_uri to_uri max_ring_seconds valid_keys max_keys finish_keys first_key_timeout continues_keys_timeout play_content play_repeat breaking_on_key including_finish_key user_data max_answer_seconds",
  "ext.captcha_call.exists": "res_id",
  "ext.duo_callback.construct":
    "from1_uri to1_uri from2_uri to2_uri max_connect_seconds max_ring_seconds ring_play_file ring_play_mode record_file record_mode record_format play_mode play_after_seconds play_file user_data1 user_data2",
  "ext.duo_callback.exists": "res_id",
  "ext.duo_callback.cancel": "res_id",
};

Deno.test("the services have these methods and parameters", () => {
  const found = Object.entries(EXT).map(([name, { params }]) => [
    name,
    Object.keys(params.shape).join(" "),
  ]);
  assert.deepEqual(Object.fromEntries(found), ORDER);
});

Deno.test("a service takes names with blanks, values as texts and the older name", async () => {
  const { ext, ask } = rpcOnFakes();
  const { result } = await ask("ext.captcha_call.construct", {
    "to_uri ": "200@192.0.2.7",
    play_content: "code.wav",
    play_repeat: "2",
    max_keys: " 4 ",
    finish_keys: "",
    if_break_on_key: "false",
    user_data: null,
    areaId: 7,
  });
  assert.deepEqual(result, {
    res_id: "0.0.0-ext.captcha_call-9",
    user_data: null,
    ipsc_info: { process_id: 9 },
  });
  assert.deepEqual(ext.told, [["captcha_call", {
    toUri: "200@192.0.2.7",
    maxRingSeconds: 50,
    validKeys: "0123456789*#ABCD",
    maxKeys: 4,
    finishKeys: "",
    firstKeyTimeout: 45,
    continuesKeysTimeout: 30,
    playContent: "code.wav",
    playRepeat: 2,
    breakingOnKey: false,
    includingFinishKey: false,
    maxAnswerSeconds: 3600,
  }]]);
});

Deno.test("the services are for the scopes call and ext", async () => {
  const asked: string[] = [];
  const allows = (scope: string) => asked.push(scope) < 0;
  const { ask, ext } = rpcOnFakes({ ...ANYBODY, allows });
  const { error } = await ask("ext.notify_call.construct", {});
  assert.deepEqual([error?.code, asked, ext.told], [
    -32006,
    ["call", "ext"],
    [],
  ]);
});

Deno.test("what a service is to play is checked at the command and handed on as given", async () => {
  const { ext, ask } = rpcOnFakes();
  const begin = (play_content: unknown) =>
    ask("ext.notify_call.construct", { to_uri: "200@a", play_content });
  const { error } = await begin([["a.wav", 0, ""], ["b.wav", 99, ""]]);
  assert.equal(error?.data?.param, "play_content[1][1]");
  const list = [["a.wav|b.wav", 7, ""], ["c.wav"]];
  await begin(list);
  const [[, told]] = ext.told;
  assert.ok(told && typeof told === "object" && "playContent" in told);
  assert.deepEqual(told.playContent, list);
});

Deno.test("scenario 8: a call-back is begun with names that have blanks, and cancelled", async () => {
  const { ext, ask } = rpcOnFakes();
  const { result } = await ask("ext.duo_callback.construct", {
    from1_uri: "100@a",
    to1_uri: "200@b",
    from2_uri: "100@a",
    to2_uri: "300@c",
    max_connect_seconds: "3600",
    max_ring_seconds: "50",
    ring_play_mode: "3",
    "record_file ": "call.wav",
    "record_format ": "1",
    user_data1: "one",
    areaId: 7,
  });
  assert.deepEqual(result, {
    res_id: "0.0.0-ext.duo_callback-9",
    ipsc_info: { process_id: 9 },
    record_file: "call.wav",
    user_data1: "one",
    user_data2: null,
  });
  await ask("ext.duo_callback.cancel", { res_id: "x" });
  assert.deepEqual(ext.told, [
    ["duo_callback", {
      from1Uri: "100@a",
      to1Uri: "200@b",
      from2Uri: "100@a",
      to2Uri: "300@c",
      maxConnectSeconds: 3600,
      maxRingSeconds: 50,
      ringPlayMode: 3,
      recordFile: "call.wav",
      recordMode: 0,
      recordFormat: 1,
      playMode: 0,
      userData1: "one",
    }],
    ["cancel", "x"],
  ]);
});

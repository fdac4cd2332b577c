import assert from "node:assert/strict";
import { EXT } from "../../runtime/rpc/ext_methods.ts";
import { ANYBODY, rpcOnFakes } from "./support.ts";

/** The parameters; what is additive comes last. */
const ORDER: Record<string, string> = {
  "ext.notify_call.construct":
    "from_uri to_uri play_content play_repeat max_ring_seconds user_data max_answer_seconds",
  "ext.notify_call.exists": "res_id",
  "ext.captcha_call.construct":
    "from_uri to_uri play_content play_repeat max_ring_seconds user_data max_answer_seconds valid_keys max_keys finish_keys first_key_timeout continues_keys_timeout if_break_on_key",
  "ext.captcha_call.exists": "res_id",
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
    breaking_on_key: "false",
    user_data: null,
    areaId: 7,
  });
  assert.deepEqual(result, {
    res_id: "0.0.0-ext.captcha_call-9",
    user_data: null,
    ipsc_info: { process_id: 9 },
  });
  assert.deepEqual(ext.told, [["captcha_call", {
    fromUri: null,
    toUri: "200@192.0.2.7",
    playContent: "code.wav",
    playRepeat: 2,
    maxRingSeconds: 50,
    maxAnswerSeconds: 3600,
    userData: null,
    validKeys: "0123456789*#ABCD",
    maxKeys: 4,
    finishKeys: "",
    firstKeyTimeout: 45,
    continuesKeysTimeout: 30,
    ifBreakOnKey: false,
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

import assert from "node:assert/strict";
import { METHODS } from "../../runtime/rpc/methods.ts";
import { ANYBODY, CONF_ID, RES_ID, rpcOnFakes } from "./support.ts";

/** The parameters in the order of the specification. */
const ORDER: Record<string, string> = {
  construct:
    "from_uri to_uri max_answer_seconds max_ring_seconds parent_call_res_id ring_play_file user_data",
  exists: "res_id",
  get: "res_id",
  nop: "res_id",
  answer: "res_id max_answer_seconds user_data",
  progress: "res_id content repeat",
  drop: "res_id cause",
  reject: "res_id cause",
  redirect: "res_id redirect_uri",
  play_start: "res_id content finish_keys repeat",
  play_stop: "res_id",
  record_start:
    "res_id max_seconds beep record_file record_format finish_keys max_silence_seconds",
  record_stop: "res_id",
  send_dtmf_start: "res_id keys tone_ms gap_ms",
  send_dtmf_stop: "res_id",
  receive_dtmf_start:
    "res_id valid_keys max_keys finish_keys first_key_timeout continues_keys_timeout play_content play_repeat if_break_on_key including_finish_key",
  stop_receive_dtmf_start: "res_id",
  receive_dtmf_stop: "res_id",
  connect_start:
    "res_id max_seconds call_res_id connect_mode record_file record_format local_volume remote_volume schedule_play_time schedule_play_file schedule_play_loop record_channels",
  connect_stop: "res_id",
  conf_enter:
    "res_id conf_res_id max_seconds voice_mode volume play_file breaking_play",
  conf_exit: "res_id conf_res_id",
  "sys.conf.construct":
    "max_seconds bg_file record_file parts_threshold user_data record_format",
  "sys.conf.exists": "res_id",
  "sys.conf.nop": "res_id",
  "sys.conf.release": "res_id",
  "sys.conf.get_parts": "res_id",
  "sys.conf.play_start": "res_id content is_loop repeat",
  "sys.conf.play_stop": "res_id",
  "sys.conf.record_start":
    "res_id max_seconds record_file record_format call_res_id max_silence_seconds",
  "sys.conf.record_stop": "res_id",
  "sys.conf.set_part_voice_mode": "res_id call_res_id mode",
  "sys.conf.set_part_volume": "res_id call_res_id volume",
  "sys.conf.set_parts_threshold": "res_id value",
};

Deno.test("the methods and their parameters are those of the specification", () => {
  const sys = [...METHODS].filter(([name]) => name.startsWith("sys."));
  const found = sys.map(([name, { params }]) => [
    name.replace("sys.call.", ""),
    Object.keys(params.shape).join(" "),
  ]);
  assert.deepEqual(Object.fromEntries(found), ORDER);
});

for (
  const [name, told] of [
    ["play_stop", "playStop"],
    ["record_stop", "recordStop"],
    ["send_dtmf_stop", "sendDtmfStop"],
  ] as const
) {
  Deno.test(`${name} takes the call alone`, async () => {
    const { calls, ask } = rpcOnFakes();
    await ask(`sys.call.${name}`, { res_id: RES_ID });
    assert.deepEqual(calls.told, [[told, undefined]]);
  });
}

for (const name of ["stop_receive_dtmf_start", "receive_dtmf_stop"]) {
  Deno.test(`${name} ends receive_dtmf_start`, async () => {
    const { calls, ask } = rpcOnFakes();
    await ask(`sys.call.${name}`, { res_id: RES_ID });
    assert.deepEqual(calls.told, [["receiveDtmfStop", undefined]]);
  });
}

Deno.test("construct gives the resource, and the caller has created it", async () => {
  const created: string[] = [];
  const caller = { ...ANYBODY, created: (id: string) => void created.push(id) };
  const { calls, ask } = rpcOnFakes(caller);
  const reply = await ask("sys.call.construct", {
    to_uri: "13800138000@192.168.22.10:5060",
    from_uri: "02066304057",
    max_answer_seconds: "21600",
    max_ring_seconds: "",
    parent_call_res_id: null,
    ring_play_file: "",
    user_data: "id",
  });
  const ipsc_info = { process_id: 9 };
  const user_data = "id";
  const result = { res_id: "0.0.0-sys.call-9", ipsc_info, user_data };
  assert.deepEqual(reply.result, result);
  assert.deepEqual(created, ["0.0.0-sys.call-9"]);
  assert.deepEqual(calls.told, [["construct", {
    fromUri: "02066304057",
    toUri: "13800138000@192.168.22.10:5060",
    maxAnswerSeconds: 21600,
    maxRingSeconds: 50,
    parentResId: null,
    ringPlayFile: null,
    userData: "id",
  }]]);
});

Deno.test("exists says true or false, whatever it is asked for", async () => {
  const { ask } = rpcOnFakes();
  const here = await ask("sys.call.exists", { res_id: RES_ID });
  const gone = await ask("sys.call.exists", { res_id: "0.0.0-sys.call-404" });
  assert.deepEqual([here.result, gone.result], [true, false]);
});

Deno.test("get says what there is to know of a call, in the shape that is documented", async () => {
  const { ask } = rpcOnFakes();
  const { result } = await ask("sys.call.get", { res_id: RES_ID });
  assert.deepEqual(result, {
    res_id: RES_ID,
    state: "Dial",
    call_dir: "inbound",
    from_uri: "sip:13800138000@192.0.2.7",
    to_uri: "sip:4001@192.0.2.1",
    begin_time: 1_795_366_507,
    answer_time: null,
    user_data: "visit 5",
    parent_call_res_id: null,
    conf_res_id: null,
    ipsc_info: { process_id: 1, call_id: "call@192.0.2.7" },
  });
  assert.deepEqual(
    METHODS.get("sys.call.get")?.result.safeParse(result).success,
    true,
  );
});

Deno.test("a positional array follows the specification's order", async () => {
  const { calls, ask } = rpcOnFakes();
  await ask("sys.call.answer", [RES_ID, "60", "me"]);
  const told = { maxAnswerSeconds: 60, userData: "me" };
  assert.deepEqual(calls.told, [["answer", told]]);
});

Deno.test("the leading sys. of a method may be left out", async () => {
  const { calls, ask } = rpcOnFakes();
  await ask("call.nop", { res_id: RES_ID });
  assert.deepEqual(calls.told, [["nop", undefined]]);
});

const UNKNOWN = ["sys.call.fly", "nop", "sys.sys.call.nop", "constructor"];
for (const name of [...UNKNOWN, "__proto__", "sys.call.Nop"]) {
  Deno.test(`${name} is an invalid method`, async () => {
    const { ask } = rpcOnFakes();
    const error = { code: -32601, message: "invalid method" };
    assert.deepEqual((await ask(name, {})).error, error);
  });
}

for (const name of Object.keys(ORDER)) {
  if (/construct$|exists$/.test(name)) continue;
  Deno.test(`${name} of an unknown resource is −32001`, async () => {
    const { ask } = rpcOnFakes();
    const method = name.startsWith("sys.") ? name : `sys.call.${name}`;
    const { error } = await ask(method, {
      res_id: "0.0.0-sys.call-404",
      conf_res_id: CONF_ID,
      mode: 1,
      volume: 100,
      value: 1,
      max_answer_seconds: 5,
      redirect_uri: "a",
      call_res_id: RES_ID,
      content: "a.wav",
      keys: "1",
      record_file: "r.wav",
      max_seconds: 5,
    });
    assert.equal(error?.code, -32001);
  });
}

Deno.test("parameters that mean nothing are ignored and counted", async () => {
  const { ask, rpc } = rpcOnFakes();
  const strange = { areaId: 1, user_data: "u", " body ": {} };
  const known = { cause: 486, idempotency_key: "k" };
  await ask("call.drop", { res_id: RES_ID, ...strange, ...known });
  await ask("call.drop", [RES_ID, 486]);
  await ask("call.receive_dtmf_start", { res_id: RES_ID, breaking_on_key: 1 });
  assert.deepEqual(rpc.overlooked.entries(), [["sys.call.drop", 3]]);
});

Deno.test("a token without the scope of the method is forbidden", async () => {
  const asked: string[] = [];
  const allows = (scope: string) => asked.push(scope) < 0;
  const { calls, ask } = rpcOnFakes({ ...ANYBODY, allows });
  const { error } = await ask("call.nop", { res_id: RES_ID });
  assert.equal(error?.code, -32006);
  assert.deepEqual(asked, ["call"]);
  assert.deepEqual(calls.told, []);
});

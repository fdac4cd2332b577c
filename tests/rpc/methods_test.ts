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
  record_start: "res_id max_seconds beep record_file record_format finish_keys",
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
    "res_id max_seconds record_file record_format call_res_id",
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

/** What a command arrives as. */
const TAKEN: [what: string, method: string, params: object, told: unknown][] = [
  ["all that is optional left out", "play_start", { content: "a.wav" }, [
    "playStart",
    { content: ["a.wav"], finishKeys: "", repeat: 0 },
  ]],
  ["a progress in silence", "progress", { content: "" }, [
    "progress",
    { content: null, repeat: 0 },
  ]],
  ["numbers as text", "answer", { max_answer_seconds: " 21600 " }, [
    "answer",
    { maxAnswerSeconds: 21600, userData: null },
  ]],
  ["a fraction of a second", "answer", { max_answer_seconds: 0.5 }, [
    "answer",
    { maxAnswerSeconds: 0.5, userData: null },
  ]],
  [
    "user_data as a number",
    "answer",
    { max_answer_seconds: 1, user_data: 42 },
    [
      "answer",
      { maxAnswerSeconds: 1, userData: "42" },
    ],
  ],
  ["an empty user_data", "answer", { max_answer_seconds: 1, user_data: "" }, [
    "answer",
    { maxAnswerSeconds: 1, userData: null },
  ]],
  ["unknown members", "nop", { areaId: 1, user_data: {}, body: [] }, [
    "nop",
    undefined,
  ]],
  ["names with blanks", "record_start", {
    "record_file ": "r.wav",
    " max_seconds": "30",
    "record_format ": "3",
    beep: "true",
    finish_keys: "#a",
  }, ["recordStart", {
    maxSeconds: 30,
    beep: true,
    recordFile: "r.wav",
    recordFormat: 3,
    finishKeys: "#A",
  }]],
  ["null for the default", "record_start", {
    record_file: "r.wav",
    max_seconds: 30,
    beep: null,
    record_format: null,
    finish_keys: null,
  }, ["recordStart", {
    maxSeconds: 30,
    beep: false,
    recordFile: "r.wav",
    recordFormat: 2,
    finishKeys: "",
  }]],
  ["an empty truth value as false", "receive_dtmf_start", {
    if_break_on_key: "",
    breaking_on_key: "T",
    max_keys: "",
  }, ["receiveDtmfStart", {
    validKeys: "0123456789*#ABCD",
    maxKeys: 11,
    finishKeys: "#",
    firstKeyTimeout: 45,
    continuesKeysTimeout: 30,
    playContent: null,
    playRepeat: 0,
    breakOnKey: false,
    includingFinishKey: false,
  }]],
  ["no cause", "drop", {}, ["drop", 603]],
  ["the cause of a call that went well", "drop", { cause: 200 }, ["drop", 200]],
  ["a cause as text", "drop", { cause: "486" }, ["drop", 486]],
  ["a cause in words", "drop", { cause: "caller is rude" }, ["drop", 603]],
  ["an empty cause", "reject", { cause: "" }, ["reject", 603]],
  ["keys in small letters", "send_dtmf_start", { keys: "1ad#" }, [
    "sendDtmfStart",
    { keys: "1AD#", toneMs: 100, gapMs: 100 },
  ]],
  ["keys of a length", "send_dtmf_start", {
    keys: "1",
    tone_ms: "250",
    gap_ms: 40,
  }, ["sendDtmfStart", { keys: "1", toneMs: 250, gapMs: 40 }]],
  ["keys as a number", "send_dtmf_start", { keys: 123 }, [
    "sendDtmfStart",
    { keys: "123", toneMs: 100, gapMs: 100 },
  ]],
  ["an address without a user", "redirect", { redirect_uri: "10.0.0.9:5060" }, [
    "redirect",
    "10.0.0.9:5060",
  ]],
  ["a connection in texts", "connect_start", {
    max_seconds: "21600",
    call_res_id: RES_ID,
    connect_mode: "2",
    record_file: "talk.wav",
    local_volume: "80",
    schedule_play_time: "1800000000",
    schedule_play_file: "one.wav|two.wav",
    schedule_play_loop: "2",
    record_channels: "2",
  }, ["connectStart", {
    maxSeconds: 21600,
    connectMode: 2,
    recordFile: "talk.wav",
    recordFormat: 2,
    recordChannels: 2,
    localVolume: 80,
    remoteVolume: 0,
    schedule: {
      time: 1_800_000_000,
      content: ["one.wav", "two.wav"],
      loop: 2,
    },
  }]],
  ["a connection by its defaults", "connect_start", {
    max_seconds: 60,
    call_res_id: RES_ID,
    record_file: "",
    record_format: null,
    schedule_play_time: 1_800_000_000,
    schedule_play_file: "one.wav",
  }, ["connectStart", {
    maxSeconds: 60,
    connectMode: 1,
    recordFile: null,
    recordFormat: 2,
    recordChannels: 1,
    localVolume: 0,
    remoteVolume: 0,
    schedule: null,
  }]],
  ["all that is optional of conf_enter left out", "conf_enter", {
    conf_res_id: CONF_ID,
    max_seconds: "21600",
    voice_mode: null,
    play_file: "",
  }, ["confEnter", {
    maxSeconds: 21600,
    voiceMode: 1,
    volume: 0,
    greeting: null,
    breakingPlay: false,
  }]],
  ["all of conf_enter in texts", "conf_enter", {
    conf_res_id: CONF_ID,
    max_seconds: "60",
    voice_mode: "3",
    volume: "150",
    play_file: "a.wav|b.wav",
    breaking_play: "true",
  }, ["confEnter", {
    maxSeconds: 60,
    voiceMode: 3,
    volume: 150,
    greeting: ["a.wav", "b.wav"],
    breakingPlay: true,
  }]],
  ["the conference that it leaves", "conf_exit", { conf_res_id: CONF_ID }, [
    "confExit",
    CONF_ID,
  ]],
  ["no parameters at all", "receive_dtmf_start", {}, ["receiveDtmfStart", {
    validKeys: "0123456789*#ABCD",
    maxKeys: 11,
    finishKeys: "#",
    firstKeyTimeout: 45,
    continuesKeysTimeout: 30,
    playContent: null,
    playRepeat: 0,
    breakOnKey: true,
    includingFinishKey: false,
  }]],
  ["every parameter as text", "receive_dtmf_start", {
    valid_keys: "012",
    max_keys: "4",
    finish_keys: "",
    first_key_timeout: "10",
    continues_keys_timeout: "5",
    play_content: "menu.wav",
    play_repeat: "1",
    breaking_on_key: "F",
    including_finish_key: "1",
  }, ["receiveDtmfStart", {
    validKeys: "012",
    maxKeys: 4,
    finishKeys: "",
    firstKeyTimeout: 10,
    continuesKeysTimeout: 5,
    playContent: ["menu.wav"],
    playRepeat: 1,
    breakOnKey: false,
    includingFinishKey: true,
  }]],
];

for (const [what, name, params, told] of TAKEN) {
  Deno.test(`${name} takes ${what}`, async () => {
    const { calls, ask } = rpcOnFakes();
    const reply = await ask(`sys.call.${name}`, { res_id: RES_ID, ...params });
    assert.deepEqual(reply, { jsonrpc: "2.0", id: 1, result: null });
    assert.deepEqual(calls.told, [told]);
  });
}

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
      ...FILE,
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

import assert from "node:assert/strict";
import { ANYBODY, CONF_ID, RES_ID, rpcOnFakes } from "./support.ts";

const OPENED = {
  maxSeconds: 1800,
  background: null,
  recordFile: null,
  partsThreshold: 1,
  userData: null,
  recordFormat: 2,
};

Deno.test("sys.conf.construct gives the conference, and the caller has created it", async () => {
  const created: string[] = [];
  const caller = { ...ANYBODY, created: (id: string) => void created.push(id) };
  const { ask } = rpcOnFakes(caller);
  const params = { max_seconds: "1800", user_data: "id" };
  assert.deepEqual((await ask("sys.conf.construct", params)).result, {
    res_id: CONF_ID,
    ipsc_info: { process_id: 9 },
    user_data: "id",
  });
  assert.deepEqual(created, [CONF_ID]);
});

/** What a command arrives as. */
const TAKEN: [method: string, params: object, told: unknown[]][] = [
  ["construct", { max_seconds: 1800, parts_threshold: null, bg_file: "" }, [
    "construct",
    OPENED,
  ]],
  ["construct", {
    max_seconds: "1800",
    bg_file: "a.wav|b.wav",
    record_file: "r.wav",
    parts_threshold: "-1",
    record_format: "1",
    user_data: 7,
  }, ["construct", {
    ...OPENED,
    background: ["a.wav", "b.wav"],
    recordFile: "r.wav",
    partsThreshold: -1,
    recordFormat: 1,
    userData: "7",
  }]],
  ["nop", { areaId: "1" }, ["nop"]],
  ["release", {}, ["release"]],
  ["play_start", { content: [["a.wav|b.wav", 7, ""]] }, [
    "playStart",
    { content: ["a.wav", "b.wav"], isLoop: false, repeat: 0 },
  ]],
  ["play_start", { file: "wait.wav", is_loop: "true", repeat: "2" }, [
    "playStart",
    { content: ["wait.wav"], isLoop: true, repeat: 2 },
  ]],
  ["play_stop", {}, ["playStop"]],
  ["record_start", { max_seconds: "30", record_file: "r.wav" }, [
    "recordStart",
    {
      maxSeconds: 30,
      recordFile: "r.wav",
      recordFormat: 2,
      left: null,
      maxSilenceSeconds: 0,
    },
  ]],
  ["record_start", {
    max_seconds: 30,
    record_file: "r.wav",
    call_res_id: RES_ID,
    record_format: "3",
    max_silence_seconds: "1.5",
  }, ["recordStart", {
    maxSeconds: 30,
    recordFile: "r.wav",
    recordFormat: 3,
    left: RES_ID,
    maxSilenceSeconds: 1.5,
  }]],
  ["record_stop", {}, ["recordStop"]],
  ["set_part_voice_mode", { call_res_id: RES_ID, mode: "3" }, [
    "setPartVoiceMode",
    RES_ID,
    3,
  ]],
  ["set_part_volume", { call_res_id: RES_ID, volume: "50" }, [
    "setPartVolume",
    RES_ID,
    50,
  ]],
  ["set_parts_threshold", { value: "-1" }, ["setPartsThreshold", -1]],
];

for (const [name, params, told] of TAKEN) {
  Deno.test(`sys.conf.${name} ${JSON.stringify(params)}`, async () => {
    const { conferences, ask } = rpcOnFakes();
    const given = name === "construct"
      ? params
      : { res_id: CONF_ID, ...params };
    const reply = await ask(`sys.conf.${name}`, given);
    assert.equal(reply.error, undefined);
    assert.deepEqual(conferences.told, [told]);
  });
}

Deno.test("get_parts says who is there", async () => {
  const { ask } = rpcOnFakes();
  const reply = await ask("conf.get_parts", { res_id: CONF_ID });
  const part = { res_id: RES_ID, chan: 3, user_data: null };
  assert.deepEqual(reply.result, [{ ...part, voice_mode: 1, volume: 0 }]);
});

Deno.test("a conference is there or not; a call is none", async () => {
  const { ask } = rpcOnFakes();
  for (const [res_id, there] of [[CONF_ID, true], [RES_ID, false]] as const) {
    const reply = await ask("sys.conf.exists", { res_id });
    assert.equal(reply.result, there);
  }
});

const WRONG: [method: string, params: object, param: string][] = [
  ["construct", {}, "max_seconds"],
  ["construct", { max_seconds: 0 }, "max_seconds"],
  ["construct", { max_seconds: 5, parts_threshold: 0.5 }, "parts_threshold"],
  ["construct", { max_seconds: 5, record_format: 9 }, "record_format"],
  ["play_start", { content: [["a.wav", 99]] }, "content[0][1]"],
  ["play_start", {}, "content"],
  ["record_start", { max_seconds: 5 }, "record_file"],
  ["set_part_voice_mode", { call_res_id: RES_ID, mode: 5 }, "mode"],
  ["set_part_voice_mode", { mode: 1 }, "call_res_id"],
  ["set_part_volume", { call_res_id: RES_ID, volume: 1600 }, "volume"],
  ["set_part_volume", { call_res_id: RES_ID }, "volume"],
  ["set_parts_threshold", {}, "value"],
];

for (const [name, params, param] of WRONG) {
  Deno.test(`sys.conf.${name} ${JSON.stringify(params)} is refused, naming ${param}`, async () => {
    const { conferences, ask } = rpcOnFakes();
    const { error } = await ask(`sys.conf.${name}`, {
      ...name === "construct" ? {} : { res_id: CONF_ID },
      ...params,
    });
    assert.equal(error?.code, -32602);
    assert.equal(error?.data?.param, param);
    assert.deepEqual(conferences.told, []);
  });
}

Deno.test("conferences are for tokens with the scope call", async () => {
  const asked: string[] = [];
  const allows = (scope: string) => asked.push(scope) < 0;
  const { ask } = rpcOnFakes({ ...ANYBODY, allows });
  const { error } = await ask("sys.conf.nop", { res_id: CONF_ID });
  assert.equal(error?.code, -32006);
  assert.deepEqual(asked, ["call"]);
});

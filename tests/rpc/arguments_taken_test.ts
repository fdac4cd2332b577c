import assert from "node:assert/strict";
import { CONNECT, RECEIVE } from "../call/rig.ts";
import { CONF_ID, RES_ID, rpcOnFakes } from "./support.ts";

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
    max_silence_seconds: "2.5",
  }, ["recordStart", {
    maxSeconds: 30,
    beep: true,
    recordFile: "r.wav",
    recordFormat: 3,
    finishKeys: "#A",
    maxSilenceSeconds: 2.5,
  }]],
  ["null for the default", "record_start", {
    record_file: "r.wav",
    max_seconds: 30,
    beep: null,
    record_format: null,
    finish_keys: null,
    max_silence_seconds: null,
  }, ["recordStart", {
    maxSeconds: 30,
    beep: false,
    recordFile: "r.wav",
    recordFormat: 2,
    finishKeys: "",
    maxSilenceSeconds: 0,
  }]],
  ["an empty truth value as false", "receive_dtmf_start", {
    if_break_on_key: "",
    breaking_on_key: "T",
    max_keys: "",
  }, ["receiveDtmfStart", { ...RECEIVE, breakOnKey: false }]],
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
  }, ["connectStart", CONNECT]],
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
  ["no parameters at all", "receive_dtmf_start", {}, [
    "receiveDtmfStart",
    RECEIVE,
  ]],
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

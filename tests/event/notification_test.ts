import assert from "node:assert/strict";
import type { CallEvent } from "../../runtime/call/events.ts";
import { notificationOf } from "../../runtime/event/notification.ts";
import { incoming, played, released, ringing, TIME } from "./support.ts";

const OF_CALL = { resId: "r", userData: "u" };
const ACTION = { ...OF_CALL, error: "e", beginTime: TIME, endTime: TIME };

const ROWS: [CallEvent, string, string[]][] = [
  [incoming("r"), "on_incoming", [
    ..."res_id from_uri to_uri begin_time user_data ipsc_info".split(" "),
    ..."trunk asserted_identity privacy replaces".split(" "),
  ]],
  [
    { ...ACTION, type: "answerCompleted" },
    "on_answer_completed",
    "res_id error begin_time end_time user_data".split(" "),
  ],
  [
    {
      ...OF_CALL,
      type: "refer",
      referTo: "sip:3@c",
      referredBy: null,
      replaces: null,
    },
    "on_refer",
    "res_id refer_to referred_by user_data replaces".split(" "),
  ],
  [ringing("r"), "on_ringing", "res_id ring_time user_data".split(" ")],
  [
    { ...ACTION, type: "dialCompleted", answerTime: null },
    "on_dial_completed",
    "res_id error begin_time answer_time end_time user_data".split(" "),
  ],
  [
    played("r"),
    "on_play_completed",
    "res_id error begin_time end_time finish_key user_data reason".split(" "),
  ],
  [
    {
      ...ACTION,
      type: "recordCompleted",
      finishKey: null,
      recordFile: "f.wav",
      seconds: 1,
      bytes: 2,
      reason: null,
    },
    "on_record_completed",
    "res_id error begin_time end_time finish_key user_data record_file seconds bytes reason"
      .split(" "),
  ],
  [
    { ...ACTION, type: "sendDtmfCompleted" },
    "on_send_dtmf_completed",
    "res_id error begin_time end_time user_data".split(" "),
  ],
  [
    { ...ACTION, type: "connectCompleted" },
    "on_connect_completed",
    "res_id error begin_time end_time user_data".split(" "),
  ],
  [
    { ...ACTION, type: "confCompleted", confResId: "c" },
    "on_conf_completed",
    "res_id error begin_time end_time user_data conf_res_id".split(" "),
  ],
  [
    { ...ACTION, type: "receiveDtmfCompleted", keys: "12", reason: null },
    "on_receive_dtmf_completed",
    "res_id error begin_time end_time keys user_data reason".split(" "),
  ],
  [
    released("r"),
    "on_released",
    "res_id call_dir from_uri to_uri begin_time answer_time end_time dropped_by cause user_data ipsc_info error reason"
      .split(" "),
  ],
];

for (const [event, method, members] of ROWS) {
  Deno.test(`sys.call.${method} has the specification's members in its order`, () => {
    const told = notificationOf(event);
    assert.equal(told.method, `sys.call.${method}`);
    assert.deepEqual(Object.keys(told.params), members);
    assert.ok(Object.values(told.params).every((value) => value !== undefined));
  });
}

Deno.test("ipsc_info holds the process and the SIP call, error of on_released is null", () => {
  const { params } = notificationOf(released("r"));
  assert.deepEqual(params.ipsc_info, { process_id: 7, call_id: "c1" });
  assert.equal(params.error, null);
  assert.equal(params.answer_time, null);
  assert.equal(params.dropped_by, "usr");
});

Deno.test("RFC 3891 §6.1: the dialog to be replaced is told in the words of the wire", () => {
  const replaces = {
    callId: "c@h",
    toTag: "t",
    fromTag: "f",
    earlyOnly: true,
  };
  const referral = { referTo: "sip:3@c", referredBy: null, replaces };
  const events: CallEvent[] = [
    { ...OF_CALL, type: "refer", ...referral },
    { ...incoming("r"), replaces },
  ];
  for (const event of events) {
    assert.deepEqual(notificationOf(event).params.replaces, {
      call_id: "c@h",
      to_tag: "t",
      from_tag: "f",
      early_only: true,
    });
  }
});

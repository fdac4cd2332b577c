import type { UnixSeconds } from "../base/units.ts";
import type { NodeEvent } from "../event/events.ts";

const OF_CALL = {
  resId: "0.0.0-sys.call-1795366507123456",
  userData: "my-id",
};
const URIS = {
  fromUri: "sip:13800138000@192.0.2.7",
  toUri: "sip:100@192.0.2.1",
};
const IDS = {
  processId: 1_795_366_507_123_456,
  callId: "f81d4fae-7dec-11d0@192.0.2.7",
};
const [beginTime, answerTime, endTime] = [
  1_795_366_507,
  1_795_366_509,
  1_795_366_515,
] as UnixSeconds[];
const OF_CONF = {
  resId: "0.0.0-sys.conf-1795366507654321",
  userData: "my-id",
  beginTime,
  endTime,
};
const DONE = { ...OF_CALL, error: null, beginTime, endTime };

const ERRAND_DONE = { ...DONE, answerTime, droppedBy: "sys" } as const;

const CALLBACK = {
  resId: "0.0.0-ext.duo_callback-1795366507123456",
  userData1: "my-id-1",
  userData2: "my-id-2",
};

/** One of each event, as the reference shows them. */
export const SAMPLE_EVENTS: {
  readonly [Type in NodeEvent["type"]]: Extract<NodeEvent, { type: Type }>;
} = {
  incoming: {
    type: "incoming",
    ...OF_CALL,
    userData: null,
    ...URIS,
    beginTime,
    ...IDS,
    trunk: "carrier",
    assertedIdentity: "sip:+8613800138000@192.0.2.7",
    privacy: null,
    replaces: null,
  },
  answerCompleted: { type: "answerCompleted", ...DONE },
  ringing: { type: "ringing", ...OF_CALL, ringTime: beginTime },
  earlyMedia: { type: "earlyMedia", ...OF_CALL, beginTime },
  progressCompleted: { type: "progressCompleted", ...DONE },
  mediaTimeout: { type: "mediaTimeout", ...OF_CALL, seconds: 30 },
  held: { type: "held", ...OF_CALL, held: true },
  refer: {
    type: "refer",
    ...OF_CALL,
    referTo:
      "sip:1002@192.0.2.7?Replaces=9f2c%40192.0.2.7%3Bto-tag%3D7a%3Bfrom-tag%3D3b",
    referredBy: "sip:1001@192.0.2.7",
    replaces: {
      callId: "9f2c@192.0.2.7",
      toTag: "7a",
      fromTag: "3b",
      earlyOnly: false,
    },
  },
  dialCompleted: { type: "dialCompleted", ...DONE, answerTime },
  playCompleted: {
    type: "playCompleted",
    ...DONE,
    finishKey: "#",
    reason: null,
  },
  recordCompleted: {
    type: "recordCompleted",
    ...DONE,
    finishKey: "#",
    recordFile: "message.wav",
    seconds: 5.96,
    bytes: 47_738,
    reason: null,
  },
  sendDtmfCompleted: { type: "sendDtmfCompleted", ...DONE },
  receiveDtmfCompleted: {
    type: "receiveDtmfCompleted",
    ...DONE,
    keys: "1234",
    reason: null,
  },
  connectCompleted: { type: "connectCompleted", ...DONE },
  confCompleted: {
    type: "confCompleted",
    ...DONE,
    confResId: OF_CONF.resId,
  },
  released: {
    type: "released",
    ...OF_CALL,
    callDir: "inbound",
    ...URIS,
    beginTime,
    answerTime,
    endTime,
    droppedBy: "usr",
    cause: 200,
    reason: { sip: null, q850: 16, text: "Normal call clearing" },
    ...IDS,
  },
  conferencePlayCompleted: {
    type: "conferencePlayCompleted",
    ...OF_CONF,
    reason: null,
  },
  conferenceRecordCompleted: {
    type: "conferenceRecordCompleted",
    ...OF_CONF,
    recordFile: "meeting.wav",
    seconds: 5.96,
    bytes: 47_738,
    reason: null,
  },
  conferenceReleased: { type: "conferenceReleased", ...OF_CONF },
  trunkState: {
    type: "trunkState",
    resId: "0.0.0-sys.trunk-carrier",
    trunk: "carrier",
    state: "up",
    registered: true,
    time: beginTime,
  },
  notifyCallReleased: {
    type: "notifyCallReleased",
    ...ERRAND_DONE,
    resId: "0.0.0-ext.notify_call-1795366507123456",
  },
  captchaCallReleased: {
    type: "captchaCallReleased",
    ...ERRAND_DONE,
    resId: "0.0.0-ext.captcha_call-1795366507123456",
    keys: "1234",
  },
  duoCallbackDial1Completed: {
    type: "duoCallbackDial1Completed",
    ...CALLBACK,
    error: null,
    beginTime,
    answerTime,
    endTime: answerTime,
  },
  duoCallbackDial2Started: {
    type: "duoCallbackDial2Started",
    ...CALLBACK,
    beginTime: answerTime,
  },
  duoCallbackDial2Completed: {
    type: "duoCallbackDial2Completed",
    ...CALLBACK,
    error: "dial failed",
    beginTime: answerTime,
    answerTime: null,
    endTime,
  },
  duoCallbackReleased: {
    type: "duoCallbackReleased",
    ...CALLBACK,
    error: null,
    beginTime,
    answerTime,
    connectTime: answerTime,
    endTime,
    hangupBy: 2,
  },
};

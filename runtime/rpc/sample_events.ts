import type { UnixSeconds } from "../base/units.ts";
import type { NodeEvent } from "../event/notification.ts";

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
const DONE = { ...OF_CALL, error: null, beginTime, endTime };

interface Sample<Type extends NodeEvent["type"] = NodeEvent["type"]> {
  /** When it is sent. */
  readonly when: string;
  readonly event: Extract<NodeEvent, { type: Type }>;
}

/** One of each event, as the reference shows them. */
export const SAMPLE_EVENTS: {
  readonly [Type in NodeEvent["type"]]: Sample<Type>;
} = {
  incoming: {
    when:
      "A call comes in. Answer, redirect or drop it. `trunk` is the name of the trunk that it came by, null for none. `asserted_identity` and `privacy` are what a trunk, or a peer of `CTI_TRUSTED_PEERS`, says of who calls (RFC 3325, RFC 3323); of nobody else is it taken. `replaces` is the dialog that the caller would have this call replace (RFC 3891), null for none; the node replaces nothing by itself, and whoever says so is not checked.",
    event: {
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
  },
  answerCompleted: {
    when: "The answer to an incoming call is acknowledged, or failed.",
    event: { type: "answerCompleted", ...DONE },
  },
  ringing: {
    when: "The far end of an outgoing call rings.",
    event: { type: "ringing", ...OF_CALL, ringTime: beginTime },
  },
  earlyMedia: {
    when:
      "The far end of an outgoing call is heard before it answers: ringing, an announcement. Once for each call; `sys.call.on_ringing` may come before it or not at all.",
    event: { type: "earlyMedia", ...OF_CALL, beginTime },
  },
  progressCompleted: {
    when:
      "What `sys.call.progress` played is over, or the call is answered or ended. `error`: `progress error`, `hungup when progressing`.",
    event: { type: "progressCompleted", ...DONE },
  },
  mediaTimeout: {
    when:
      "Nothing of the other side's sound, neither RTP nor RTCP, has come for `seconds` (`CTI_MEDIA_TIMEOUT_SECONDS`) although it was to come: once, and again after it came back and stopped. Not while the call is on hold, nor before it is answered. With `CTI_MEDIA_TIMEOUT_ACTION=hangup` the call ends with cause 408.",
    event: { type: "mediaTimeout", ...OF_CALL, seconds: 30 },
  },
  held: {
    when:
      "The other side has put the call on hold (`held` is true: what is played to it is not sent) or taken it off hold again. What runs on the call goes on.",
    event: { type: "held", ...OF_CALL, held: true },
  },
  refer: {
    when:
      "The other side asks, as a transfer does, that the call go on at `refer_to`, a URI (RFC 3515); `referred_by` is who says so, if it is said. The node has taken the request and follows nobody by itself: dial there, or do nothing. `replaces` is the dialog that, as the `Replaces` in the URI says, the new call is to take the place of (RFC 3891); null where there is none that can be read.",
    event: {
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
  },
  dialCompleted: {
    when:
      "An outgoing call is answered, or its `error` is `dial failed` (refused or out of reach; `cause` of `on_released` says more), `dial timeout` (nobody answered in time) or `dial error` (this side ended it).",
    event: { type: "dialCompleted", ...DONE, answerTime },
  },
  playCompleted: {
    when:
      "A play is over. `error`: `play error`, `hungup when playing`; `finish_key`: the key that ended it.",
    event: { type: "playCompleted", ...DONE, finishKey: "#" },
  },
  recordCompleted: {
    when:
      "A recording is complete on disk. `error`: `record error` (after `record_stop` too), `record timeout` (`max_seconds` are over), `hungup while recording`; the file is kept.",
    event: {
      type: "recordCompleted",
      ...DONE,
      finishKey: "#",
      recordFile: "message.wav",
      seconds: 5.96,
      bytes: 47_738,
    },
  },
  sendDtmfCompleted: {
    when:
      "All keys are sent. `error`: `send dtmf error`, `hungup when sending dtmf`.",
    event: { type: "sendDtmfCompleted", ...DONE },
  },
  receiveDtmfCompleted: {
    when:
      "Keys are collected. `error`: `receiving dtmf timeout`, `receiving dtmf error`, `hungup when receiving demf`; `keys` without the finish key, null if none came.",
    event: { type: "receiveDtmfCompleted", ...DONE, keys: "1234" },
  },
  released: {
    when:
      "The call is over: once for every call, whatever ended it. `dropped_by` is `usr` when the other side hung up and `sys` otherwise; `cause` is a SIP status. `reason` is what the other side's Reason said when it ended or refused the call (RFC 3326), null without one: `sip` a SIP status, `q850` a cause of ITU-T Q.850, `text` words for people, each null where it is not said.",
    event: {
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
  },
  trunkState: {
    when:
      "A trunk of the configuration file comes up (one of its hosts answers OPTIONS, and we are registered where we have to be), or goes down, or its registration does; told once for each trunk that is watched, and then of every change. `registered` is null for a trunk where we do not register.",
    event: {
      type: "trunkState",
      resId: "0.0.0-sys.trunk-carrier",
      trunk: "carrier",
      state: "up",
      registered: true,
      time: beginTime,
    },
  },
};

import * as z from "zod";
import type { CallEvent } from "../call/events.ts";
import { eventRow, type EventRows } from "./event_row.ts";
import {
  COMPLETED,
  ENDED,
  error,
  ipscInfo,
  key,
  reason,
  replaces,
  resId,
  time,
  timeOrNull,
  uri,
  userData,
  why,
} from "./members.ts";

/** What the node tells of its calls (`sys.call.rst`, events). */
export const CALL_EVENTS = {
  incoming: eventRow(
    "sys.call.on_incoming",
    "A call comes in. Answer, redirect or drop it. `asserted_identity` and `privacy` are what a trunk, or a peer of `CTI_TRUSTED_PEERS`, says of who calls (RFC 3325, RFC 3323); of nobody else is it taken. `replaces` is the dialog that the caller would have this call replace; the node replaces nothing by itself, and whoever says so is not checked.",
    {
      res_id: resId,
      from_uri: uri,
      to_uri: uri,
      begin_time: time,
      user_data: userData,
      ipsc_info: ipscInfo,
      trunk: z.string().nullable()
        .describe("the name of the trunk that it came by, null for none"),
      asserted_identity: z.string().nullable()
        .describe("who calls, as somebody trusted says"),
      privacy: z.string().nullable()
        .describe("what of that is to be kept from others"),
      replaces,
    },
  ),
  answerCompleted: eventRow(
    "sys.call.on_answer_completed",
    "The answer to an incoming call is acknowledged, or failed.",
    COMPLETED,
  ),
  ringing: eventRow(
    "sys.call.on_ringing",
    "The far end of an outgoing call rings.",
    { res_id: resId, ring_time: time, user_data: userData },
  ),
  earlyMedia: eventRow(
    "sys.call.on_early_media",
    "The far end of an outgoing call is heard before it answers: ringing, an announcement. Once for each call; `sys.call.on_ringing` may come before it or not at all.",
    { res_id: resId, begin_time: time, user_data: userData },
  ),
  progressCompleted: eventRow(
    "sys.call.on_progress_completed",
    "What `sys.call.progress` played is over, or the call is answered or ended. `error`: `progress error`, `hungup when progressing`.",
    COMPLETED,
  ),
  mediaTimeout: eventRow(
    "sys.call.on_media_timeout",
    "Nothing of the other side's sound, neither RTP nor RTCP, has come for `seconds` (`CTI_MEDIA_TIMEOUT_SECONDS`) although it was to come: once, and again after it came back and stopped. Not while the call is on hold, nor before it is answered. With `CTI_MEDIA_TIMEOUT_ACTION=hangup` the call ends with cause 408.",
    {
      res_id: resId,
      seconds: z.number().describe("how long nothing has come"),
      user_data: userData,
    },
  ),
  held: eventRow(
    "sys.call.on_held",
    "The other side has put the call on hold (what is played to it is not sent) or taken it off hold again. What runs on the call goes on.",
    {
      res_id: resId,
      held: z.boolean().describe("whether it is on hold now"),
      user_data: userData,
    },
  ),
  refer: eventRow(
    "sys.call.on_refer",
    "The other side asks, as a transfer does, that the call go on at `refer_to` (RFC 3515). The node has taken the request and follows nobody by itself: dial there, or do nothing. `replaces` is the dialog that, as the `Replaces` in the URI says, the new call is to take the place of; null where there is none that can be read.",
    {
      res_id: resId,
      refer_to: uri,
      referred_by: z.string().nullable()
        .describe("who says so, null if it is not said"),
      user_data: userData,
      replaces,
    },
  ),
  dialCompleted: eventRow(
    "sys.call.on_dial_completed",
    "An outgoing call is answered, or its `error` is `dial failed` (refused or out of reach; `cause` of `on_released` says more), `dial timeout` (nobody answered in time) or `dial error` (this side ended it).",
    {
      res_id: resId,
      error,
      begin_time: time,
      answer_time: timeOrNull,
      end_time: time,
      user_data: userData,
    },
  ),
  playCompleted: eventRow(
    "sys.call.on_play_completed",
    "A play is over. `error`: `play error` (`reason` says which sound cannot be played, and why), `hungup when playing`.",
    {
      ...ENDED,
      finish_key: key,
      user_data: userData,
      reason: why,
    },
  ),
  recordCompleted: eventRow(
    "sys.call.on_record_completed",
    "A recording is complete on disk. `error`: `record error` (after `record_stop` too), `record timeout` (`max_seconds` are over), `hungup while recording`; the file is kept. `reason` is `silence` after `max_silence_seconds` of it, `record_stop`, or what went wrong with the file.",
    {
      ...ENDED,
      finish_key: key,
      user_data: userData,
      record_file: z.string().describe("its name as `record_start` gave it"),
      seconds: z.number().describe("how long it plays"),
      bytes: z.int().describe("how large the file is"),
      reason: z.string().nullable()
        .describe("what ended it where `error` does not say, or null"),
    },
  ),
  sendDtmfCompleted: eventRow(
    "sys.call.on_send_dtmf_completed",
    "All keys are sent. `error`: `send dtmf error`, `hungup when sending dtmf`.",
    COMPLETED,
  ),
  receiveDtmfCompleted: eventRow(
    "sys.call.on_receive_dtmf_completed",
    "Keys are collected. `error`: `receiving dtmf timeout`, `receiving dtmf error` (`reason` says which sound cannot be played, and why), `hungup when receiving demf`.",
    {
      ...ENDED,
      keys: z.string().nullable()
        .describe("what came, without the finish key; null if nothing did"),
      user_data: userData,
      reason: why,
    },
  ),
  connectCompleted: eventRow(
    "sys.call.on_connect_completed",
    "A connection is over, and its recording complete on disk; told of the first party only. Both calls are Idle again, but for one that hung up. `error` is what ended it: null for `connect_stop`, `hungup when bridge` (either party hung up), `bridge timeout` (`max_seconds` are over), or `bridge error` (it could not be made, or not be recorded).",
    COMPLETED,
  ),
  confCompleted: eventRow(
    "sys.call.on_conf_completed",
    "The call has left a conference. `error`: null after `conf_exit` and when the conference is released or dissolved, `conf timeout` (`max_seconds` are over, its own or those of the conference), `hungup when join conf`, `join conf error`.",
    {
      ...COMPLETED,
      conf_res_id: z.string().describe("the conference that it was in"),
    },
  ),
  released: eventRow(
    "sys.call.on_released",
    "The call is over: once for every call, whatever ended it. `cause` is a SIP status. `reason` is what the other side's Reason said when it ended or refused the call (RFC 3326): `sip` a SIP status, `q850` a cause of ITU-T Q.850, `text` words for people, each null where it is not said.",
    {
      res_id: resId,
      call_dir: z.enum(["inbound", "outbound"]),
      from_uri: uri,
      to_uri: uri,
      begin_time: time,
      answer_time: timeOrNull,
      end_time: time,
      dropped_by: z.enum(["sys", "usr"])
        .describe("`usr` if the other side hung up, `sys` otherwise"),
      cause: z.int().describe("a SIP status"),
      user_data: userData,
      ipsc_info: ipscInfo,
      error: z.null().describe("always null"),
      reason,
    },
  ),
} satisfies EventRows<CallEvent>;

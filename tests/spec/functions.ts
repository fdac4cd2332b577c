import { held, type SpecFunction } from "./specification.ts";

const PARENT = "call/parent_test.ts";
const DIAL = "call/dial_test.ts";
const ANSWER = "call/answer_test.ts";
const CAUSES = "call/causes_test.ts";
const CALLS = "call/calls_test.ts";
const METHODS = "call/methods_test.ts";
const PLAY = "call/play_test.ts";
const RECORD = "call/record_test.ts";
const KEYS = "call/receive_dtmf_test.ts";
const CONNECT = "call/connect_test.ts";
const SCHEDULE = "call/connect_schedule_test.ts";
const CONF = "conf/conf_enter_test.ts";
const ROWS = "rpc/methods_test.ts";

const STATES = held(
  "only when the call is Idle may the next action begin",
  METHODS,
  "${what}: every method does what the table says, or is refused and nothing happens",
);
const INBOUND = held(
  "of incoming calls alone",
  METHODS,
  "${what}: every method does what the table says, or is refused and nothing happens",
);

/** The functions of `sys.call.rst`, in its order. */
export const FUNCTIONS: Readonly<Record<string, SpecFunction>> = {
  construct: {
    members: [
      ["from_uri", "str"],
      ["to_uri", "str"],
      ["max_answer_seconds", "int"],
      ["max_ring_seconds", "int"],
      ["parent_call_res_id", "str"],
      ["ring_play_file", "str"],
      ["user_data", "str"],
    ],
    needed: ["to_uri", "max_answer_seconds"],
    silent: { max_ring_seconds: 50 },
    held: [
      held(
        "the result has the res_id and the ipsc_info",
        ROWS,
        "construct gives the resource, and the caller has created it",
      ),
      held(
        "to_uri is the number and the gateway",
        "call/target_test.ts",
        "to_uri ${text} dials ${uri}",
      ),
      held(
        "the caller's number is what from_uri says, or hidden",
        "call/target_test.ts",
        "from_uri ${from} calls as ${uri}",
      ),
      held(
        "max_answer_seconds end the call",
        DIAL,
        "max_answer_seconds count from the answer",
      ),
      held(
        "max_ring_seconds begin with the far ringing and end the dial",
        DIAL,
        "max_ring_seconds count from the far end's ringing",
      ),
      held(
        "the parent must be Idle",
        PARENT,
        "a parent that is not Idle is refused by name, and nobody is dialled",
      ),
      held(
        "meanwhile the parent hears the dialling",
        PARENT,
        "without a file the parent hears the far end before it answers, and says nothing to it",
      ),
      held(
        "or ring_play_file, while the far end rings",
        PARENT,
        "ring_play_file is played for ever from the far ringing on, until the answer",
      ),
    ],
  },
  exists: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held(
        "whether the call is there still",
        ROWS,
        "exists says true or false, whatever it is asked for",
      ),
    ],
  },
  nop: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held(
        "a call without commands for long is released, unless there is a nop",
        CALLS,
        "a call at rest without a command is released after CTI_IDLE_SECONDS",
      ),
    ],
  },
  answer: {
    members: [
      ["res_id", "str"],
      ["max_answer_seconds", "int"],
      ["user_data", "str"],
    ],
    needed: ["res_id", "max_answer_seconds"],
    held: [
      held(
        "the call is answered",
        ANSWER,
        "answer opens a port, accepts, and is told when the ACK comes",
      ),
      held(
        "max_answer_seconds end the call",
        ANSWER,
        "max_answer_seconds count from the command, to the millisecond",
      ),
      held(
        "user_data marks the call from then on",
        ANSWER,
        "user_data of an incoming call comes from answer",
      ),
      INBOUND,
      held(
        "what is answered is not answered again",
        METHODS,
        "${what}: every method does what the table says, or is refused and nothing happens",
      ),
    ],
  },
  drop: {
    members: [["res_id", "str"], ["cause", "int", 603]],
    needed: ["res_id"],
    held: [
      held(
        "the call is released, and on_released says so",
        CAUSES,
        "answered, ${direction}; ${what}: ${end[1]} by ${end[0]}",
      ),
      held(
        "cause is a SIP status",
        CAUSES,
        "not answered, ${direction}; ${what}: ${end[1]} by ${end[0]}",
      ),
    ],
  },
  redirect: {
    members: [["res_id", "str"], ["redirect_uri", "str"]],
    needed: ["res_id", "redirect_uri"],
    held: [
      held(
        "the caller is sent to [sip:]HOST[:PORT], and the call is released",
        CALLS,
        "redirect to ${uri} says ${contact}",
      ),
      INBOUND,
    ],
  },
  play_start: {
    members: [
      ["res_id", "str"],
      ["content", "str, list"],
      ["finish_keys", "str"],
    ],
    needed: ["res_id", "content"],
    silent: { finish_keys: "" },
    held: [
      STATES,
      held(
        "a text names the file that is played",
        PLAY,
        "play_start plays the file once, and tells its end",
      ),
      held(
        "a list holds items of the types of its table",
        "rpc/content_test.ts",
        "content may be ${what}",
      ),
      held(
        "and is played item by item",
        "scenario/play_list_test.ts",
        "a play list is heard item by item without a gap, and the whole of it again",
      ),
      held(
        "one of finish_keys stops it",
        PLAY,
        "a finish key stops the play and is told",
      ),
    ],
  },
  play_stop: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held(
        "on_play_completed then has no error",
        PLAY,
        "play_stop ends the play without an error or a key",
      ),
    ],
  },
  record_start: {
    members: [
      ["res_id", "str"],
      ["max_seconds", "int"],
      ["beep", "bool"],
      ["record_file", "str"],
      ["record_format", "int"],
      ["finish_keys", "str"],
    ],
    needed: ["res_id", "max_seconds", "record_file"],
    silent: { beep: false, record_format: 2, finish_keys: "" },
    held: [
      STATES,
      held(
        "max_seconds end it",
        RECORD,
        "record_start writes max_seconds at most, without a beep unless asked",
      ),
      held("a beep before it", RECORD, "beep comes before the recording"),
      held(
        "the six formats",
        RECORD,
        "record_format ${number} is ${format}",
      ),
      held(
        "each of them a file that holds what was said",
        "sound/recording_formats_test.ts",
        "${format}: the file says what it holds, and holds what was said",
      ),
      held(
        "and of a call by SIP and RTP",
        "scenario/record_formats_test.ts",
        "every record_format holds what the caller said, for max_seconds",
      ),
      held(
        "one of finish_keys stops it",
        RECORD,
        "${what} ends the recording; that is told when the file is complete",
      ),
      held(
        "max_seconds are an error, a finish key is none",
        RECORD,
        "${what} ends the recording; that is told when the file is complete",
      ),
    ],
  },
  record_stop: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held(
        "on_record_completed then has an error",
        RECORD,
        "${what} ends the recording; that is told when the file is complete",
      ),
    ],
  },
  send_dtmf_start: {
    members: [["res_id", "str"], ["keys", "str"]],
    needed: ["res_id", "keys"],
    held: [
      STATES,
      held(
        "the keys are sent",
        "call/send_dtmf_test.ts",
        "send_dtmf_start sends the keys and tells when they are sent",
      ),
    ],
  },
  receive_dtmf_start: {
    members: [
      ["res_id", "str"],
      ["valid_keys", "str", "0123456789*#ABCD"],
      ["max_keys", "int", 11],
      ["finish_keys", "str", "#"],
      ["first_key_timeout", "int", 45],
      ["continues_keys_timeout", "int", 30],
      ["play_content", "str, list", null],
      ["play_repeat", "int", 0],
      ["if_break_on_key", "bool", true],
    ],
    needed: ["res_id"],
    held: [
      STATES,
      held(
        "other keys than valid_keys are ignored",
        KEYS,
        "keys that are not valid are ignored",
      ),
      held(
        "max_keys end it, without a finish key too",
        KEYS,
        "max_keys end it without a finish key",
      ),
      held(
        "a finish key ends it and is not among the keys",
        KEYS,
        "a finish key ends it and is not among the keys",
      ),
      held(
        "a finish key that is not valid ends nothing",
        KEYS,
        "a finish key that is not valid is ignored and ends nothing",
      ),
      held(
        "first_key_timeout",
        KEYS,
        "no key within first_key_timeout is a timeout without keys",
      ),
      held(
        "continues_keys_timeout",
        KEYS,
        "continues_keys_timeout counts anew from each key",
      ),
      held(
        "play_content is played first, and play_repeat times again after timeouts",
        KEYS,
        "play_repeat n gives n + 1 rounds, each with the prompt",
      ),
      held(
        "the first valid key stops the sound",
        KEYS,
        "the first valid key stops the prompt",
      ),
      held(
        "unless if_break_on_key is false",
        KEYS,
        "a prompt that keys do not break goes on while they are collected",
      ),
    ],
  },
  stop_receive_dtmf_start: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held("its end is told", KEYS, "a stop tells the keys so far"),
    ],
  },
  connect_start: {
    members: [
      ["res_id", "str"],
      ["max_seconds", "int"],
      ["call_res_id", "str"],
      ["connect_mode", "int"],
      ["record_file", "str"],
      ["record_format", "int"],
      ["local_volume", "int"],
      ["remote_volume", "int"],
      ["schedule_play_time", "int"],
      ["schedule_play_file", "str"],
      ["schedule_play_loop", "int"],
    ],
    needed: ["res_id", "max_seconds", "call_res_id"],
    silent: {
      connect_mode: 1,
      record_format: 2,
      local_volume: 0,
      remote_volume: 0,
      schedule_play_loop: 0,
    },
    held: [
      held(
        "the three modes",
        CONNECT,
        "connect mode ${connectMode} says who hears whom",
      ),
      held(
        "max_seconds end it",
        CONNECT,
        "after max_seconds both are Idle and the error is bridge timeout",
      ),
      held(
        "both are recorded into record_file",
        "call/connect_record_test.ts",
        "both are recorded into one file, and its end is the end that is told",
      ),
      held(
        "the volumes of the two",
        CONNECT,
        "local_volume is of the first party's voice, remote_volume of the second's",
      ),
      held(
        "at schedule_play_time the file is played, schedule_play_loop times",
        SCHEDULE,
        "a set sound is played to both when its time comes, as often as said",
      ),
    ],
  },
  connect_stop: {
    members: [["res_id", "str"]],
    needed: ["res_id"],
    held: [
      held(
        "the two are parted",
        CONNECT,
        "connect_stop parts the two: no error, both Idle, only the first is told of",
      ),
      held(
        "of the first party alone",
        CONNECT,
        "only the first party may stop a connection",
      ),
    ],
  },
  conf_enter: {
    members: [
      ["res_id", "str"],
      ["conf_res_id", "str"],
      ["max_seconds", "int"],
      ["voice_mode", "int"],
      ["volume", "int"],
      ["play_file", "str"],
    ],
    needed: ["res_id", "conf_res_id", "max_seconds"],
    silent: { voice_mode: 1, volume: 0 },
    held: [
      held(
        "the four voice modes",
        CONF,
        "voice_mode ${voiceMode}: ${JSON.stringify(flags)}",
      ),
      held(
        "the volume to begin with",
        CONF,
        "volume ${volume} is a gain of ${gain}",
      ),
      held(
        "max_seconds end it",
        CONF,
        "max_seconds of conf_enter: conf timeout, and the call stays up",
      ),
      STATES,
    ],
  },
  conf_exit: {
    members: [["res_id", "str"], ["conf_res_id", "str"]],
    needed: ["res_id", "conf_res_id"],
    held: [
      held(
        "the call leaves, and that is told",
        CONF,
        "conf_exit: no error, the id of the conference, from when to when",
      ),
    ],
  },
};

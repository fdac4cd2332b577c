import { COMPLETED, held, type SpecEvent } from "./specification.ts";

const ENDED = [...COMPLETED, ["end_time", "int"]] as const;
const USER_DATA = ["user_data", "str"] as const;
const KEY = ["finish_key", "str"] as const;

/** The events of `sys.call.rst`, in its order. */
export const EVENTS: Readonly<Record<string, SpecEvent>> = {
  on_incoming: {
    members: [
      ["res_id", "str"],
      ["from_uri", "str"],
      ["to_uri", "str"],
      ["begin_time", "int"],
      USER_DATA,
      ["ipsc_info", "object"],
    ],
    held: [
      held(
        "a call has come in",
        "call/calls_test.ts",
        "an incoming call rings and is told of",
      ),
    ],
  },
  on_released: {
    members: [
      ["res_id", "str"],
      ["call_dir", "str"],
      ["from_uri", "str"],
      ["to_uri", "str"],
      ["begin_time", "int"],
      ["answer_time", "int"],
      ["end_time", "int"],
      ["dropped_by", "str"],
      ["cause", "int"],
      USER_DATA,
      ["ipsc_info", "object"],
    ],
    held: [
      held(
        "a call has ended: usr where the other side hung up, answer_time null where nobody answered, ipsc_info with process_id and call_id",
        "event/notification_test.ts",
        "ipsc_info holds the process and the SIP call, error of on_released is null",
      ),
      held(
        "dropped_by says which side ended it, cause why",
        "call/causes_test.ts",
        "answered, ${direction}; ${what}: ${end[1]} by ${end[0]}",
      ),
      held(
        "what runs on the call ends too, and is told of",
        "call/hang_up_test.ts",
        "${when}: ${how} ends all, told once",
      ),
    ],
  },
  on_dial_completed: {
    members: [
      ...COMPLETED,
      ["answer_time", "int"],
      ["end_time", "int"],
      USER_DATA,
    ],
    held: [
      held(
        "a dial was answered: no error",
        "call/dial_test.ts",
        "an answer is told and sets the stream",
      ),
      held(
        "failed, or took too long: an error, and no answer_time",
        "scenario/outbound_ivr_test.ts",
        "scenario 4: a callee who is busy, away or silent is told by the exact words",
      ),
    ],
  },
  on_play_completed: {
    members: [...ENDED, KEY, USER_DATA],
    held: [
      held(
        "a play is over",
        "call/play_test.ts",
        "play_start plays the file once, and tells its end",
      ),
      held(
        "or failed",
        "call/play_test.ts",
        "a file that cannot be read is a play error, told by the event",
      ),
      held(
        "finish_key is the key that ended it",
        "call/play_test.ts",
        "a finish key stops the play and is told",
      ),
    ],
  },
  on_record_completed: {
    members: [...ENDED, KEY, USER_DATA],
    held: [
      held(
        "a recording is over; finish_key is the key that ended it",
        "call/record_test.ts",
        "${what} ends the recording; that is told when the file is complete",
      ),
      held(
        "or failed",
        "call/record_test.ts",
        "a file that cannot be created is a record error, told by the event",
      ),
    ],
  },
  on_send_dtmf_completed: {
    members: [...ENDED, USER_DATA],
    held: [
      held(
        "the keys are sent",
        "call/send_dtmf_test.ts",
        "send_dtmf_start sends the keys and tells when they are sent",
      ),
      held(
        "or were not",
        "call/send_dtmf_test.ts",
        "keys that the port will not send are a send dtmf error",
      ),
    ],
  },
  on_receive_dtmf_completed: {
    members: [...ENDED, ["keys", "str"], USER_DATA],
    held: [
      held(
        "the keys have come",
        "call/receive_dtmf_test.ts",
        "max_keys end it without a finish key",
      ),
      held(
        "or the collecting failed",
        "call/receive_dtmf_test.ts",
        "a prompt that cannot be read is an error",
      ),
    ],
  },
  on_connect_completed: {
    members: [...ENDED, USER_DATA],
    held: [
      held(
        "the connection is over; of the first party",
        "call/connect_test.ts",
        "connect_stop parts the two: no error, both Idle, only the first is told of",
      ),
      held(
        "or could not begin",
        "call/connect_test.ts",
        "without a mix for them both are Idle again, with bridge error",
      ),
      held(
        "or an error ended it",
        "call/connect_test.ts",
        "whatever ends a connection first says why",
      ),
    ],
  },
  on_conf_completed: {
    members: [...ENDED, USER_DATA],
    held: [
      held(
        "the call has left the conference",
        "conf/conf_enter_test.ts",
        "conf_exit: no error, the id of the conference, from when to when",
      ),
      held(
        "or an error ended that",
        "conf/conf_enter_test.ts",
        "a member that hangs up: an error and on_released, and it is out",
      ),
      held(
        "the conference goes on",
        "conf/conference_test.ts",
        "parts_threshold ${partsThreshold}: of ${size} there are left ${left}",
      ),
    ],
  },
};

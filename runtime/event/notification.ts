import type { CallEvent } from "../call/events.ts";
import type { Replaces } from "../sip/replaces.ts";
import type { EventParams } from "../store/event_log.ts";
import type { TrunkEvent } from "../trunk/events.ts";

/** All that a node tells. */
export type NodeEvent = CallEvent | TrunkEvent;

/** An event as JSON-RPC tells it: without an id, nobody answers it. */
export interface Notification {
  readonly method: string;
  readonly params: EventParams;
}

type EventOf<Type extends CallEvent["type"]> = Extract<
  CallEvent,
  { type: Type }
>;

/**
 * Tells an event in the words of the specification: members in its order,
 * then what this node adds.
 */
export function notificationOf(event: NodeEvent): Notification {
  switch (event.type) {
    case "incoming":
      return { method: "sys.call.on_incoming", params: incoming(event) };
    case "answerCompleted":
      return {
        method: "sys.call.on_answer_completed",
        params: completed(event, {}),
      };
    case "ringing":
      return {
        method: "sys.call.on_ringing",
        params: {
          res_id: event.resId,
          ring_time: event.ringTime,
          user_data: event.userData,
        },
      };
    case "earlyMedia":
      return {
        method: "sys.call.on_early_media",
        params: {
          res_id: event.resId,
          begin_time: event.beginTime,
          user_data: event.userData,
        },
      };
    case "progressCompleted":
      return {
        method: "sys.call.on_progress_completed",
        params: completed(event, {}),
      };
    case "mediaTimeout":
      return {
        method: "sys.call.on_media_timeout",
        params: {
          res_id: event.resId,
          seconds: event.seconds,
          user_data: event.userData,
        },
      };
    case "held":
      return {
        method: "sys.call.on_held",
        params: {
          res_id: event.resId,
          held: event.held,
          user_data: event.userData,
        },
      };
    case "refer":
      return {
        method: "sys.call.on_refer",
        params: {
          res_id: event.resId,
          refer_to: event.referTo,
          referred_by: event.referredBy,
          user_data: event.userData,
          replaces: replaces(event.replaces),
        },
      };
    case "dialCompleted":
      return {
        method: "sys.call.on_dial_completed",
        params: dialCompleted(event),
      };
    case "playCompleted":
      return {
        method: "sys.call.on_play_completed",
        params: completed(event, { finish_key: event.finishKey }),
      };
    case "recordCompleted":
      return {
        method: "sys.call.on_record_completed",
        params: recordCompleted(event),
      };
    case "sendDtmfCompleted":
      return {
        method: "sys.call.on_send_dtmf_completed",
        params: completed(event, {}),
      };
    case "receiveDtmfCompleted":
      return {
        method: "sys.call.on_receive_dtmf_completed",
        params: completed(event, { keys: event.keys }),
      };
    case "released":
      return { method: "sys.call.on_released", params: released(event) };
    case "trunkState":
      return { method: "sys.trunk.on_state", params: trunkState(event) };
  }
}

function incoming(event: EventOf<"incoming">): EventParams {
  return {
    res_id: event.resId,
    from_uri: event.fromUri,
    to_uri: event.toUri,
    begin_time: event.beginTime,
    user_data: event.userData,
    ipsc_info: { process_id: event.processId, call_id: event.callId },
    trunk: event.trunk,
    asserted_identity: event.assertedIdentity,
    privacy: event.privacy,
    replaces: replaces(event.replaces),
  };
}

function replaces(dialog: Replaces | null): EventParams | null {
  return dialog && {
    call_id: dialog.callId,
    to_tag: dialog.toTag,
    from_tag: dialog.fromTag,
    early_only: dialog.earlyOnly,
  };
}

/** What all completed actions say; `found` stands before `user_data`. */
function completed(
  event: Extract<CallEvent, { error: unknown }>,
  found: EventParams,
): EventParams {
  return {
    res_id: event.resId,
    error: event.error,
    begin_time: event.beginTime,
    end_time: event.endTime,
    ...found,
    user_data: event.userData,
  };
}

function dialCompleted(event: EventOf<"dialCompleted">): EventParams {
  return {
    res_id: event.resId,
    error: event.error,
    begin_time: event.beginTime,
    answer_time: event.answerTime,
    end_time: event.endTime,
    user_data: event.userData,
  };
}

function recordCompleted(event: EventOf<"recordCompleted">): EventParams {
  return {
    ...completed(event, { finish_key: event.finishKey }),
    record_file: event.recordFile,
    seconds: event.seconds,
    bytes: event.bytes,
  };
}

function released(event: EventOf<"released">): EventParams {
  return {
    res_id: event.resId,
    call_dir: event.callDir,
    from_uri: event.fromUri,
    to_uri: event.toUri,
    begin_time: event.beginTime,
    answer_time: event.answerTime,
    end_time: event.endTime,
    dropped_by: event.droppedBy,
    cause: event.cause,
    user_data: event.userData,
    ipsc_info: { process_id: event.processId, call_id: event.callId },
    error: null,
    reason: event.reason && { ...event.reason },
  };
}

function trunkState(event: TrunkEvent): EventParams {
  return {
    res_id: event.resId,
    trunk: event.trunk,
    state: event.state,
    registered: event.registered,
    time: event.time,
  };
}

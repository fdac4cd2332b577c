import type { Arrows } from "../base/machine.ts";

export type IncomingState =
  | "invited"
  | "answered"
  | "leaving"
  | "confirmed"
  | "ended";

export type IncomingInput =
  | "ring"
  | "accept"
  | "hangUp"
  | "cancel"
  | "ack"
  | "noAck"
  | "bye";

export type IncomingAction =
  | "sendRinging"
  | "sendOk"
  | "sendFinal"
  | "sendTerminated"
  | "sendBye"
  | "tellAcknowledged"
  | "tellCancelled"
  | "tellNoAck"
  | "tellBye"
  | "forget";

/**
 * A session from the side that was called (RFC 3261 §13.3). `leaving`: hung up
 * before the ACK, without which no BYE may be sent (§15).
 */
export const INCOMING: Arrows<IncomingState, IncomingInput, IncomingAction> = {
  invited: {
    ring: ["invited", "sendRinging"],
    accept: ["answered", "sendOk"],
    hangUp: ["ended", "sendFinal", "forget"],
    cancel: ["ended", "sendTerminated", "forget", "tellCancelled"],
    bye: ["ended", "sendTerminated", "forget", "tellBye"],
  },
  answered: {
    ack: ["confirmed", "tellAcknowledged"],
    noAck: ["ended", "sendBye", "forget", "tellNoAck"],
    hangUp: ["leaving"],
    bye: ["ended", "forget", "tellBye"],
  },
  leaving: {
    ack: ["ended", "sendBye", "forget"],
    noAck: ["ended", "sendBye", "forget"],
    bye: ["ended", "forget"],
  },
  confirmed: {
    // A re-INVITE has its ACK, or its lack of one, as well.
    ack: ["confirmed", "tellAcknowledged"],
    noAck: ["ended", "sendBye", "forget", "tellNoAck"],
    hangUp: ["ended", "sendBye", "forget"],
    bye: ["ended", "forget", "tellBye"],
  },
  ended: {},
};

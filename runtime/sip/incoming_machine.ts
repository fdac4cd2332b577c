import type { Arrows } from "../base/machine.ts";

export type IncomingState =
  | "invited"
  | "accepting"
  | "answered"
  | "leaving"
  | "confirmed"
  | "ended";

export type IncomingInput =
  | "progress"
  | "accept"
  | "acceptLater"
  | "pracked"
  | "noPrack"
  | "expire"
  | "hangUp"
  | "cancel"
  | "ack"
  | "noAck"
  | "bye";

export type IncomingAction =
  | "sendProvisional"
  | "sendOk"
  | "sendFinal"
  | "sendTerminated"
  | "sendTimeout"
  | "sendBye"
  | "tellAcknowledged"
  | "tellCancelled"
  | "tellExpired"
  | "tellNoPrack"
  | "tellNoAck"
  | "tellBye"
  | "forget";

/** What ends an invitation, whether or not a 2xx waits to be sent. */
const UNANSWERED = {
  noPrack: ["ended", "sendTimeout", "forget", "tellNoPrack"],
  expire: ["ended", "sendTerminated", "forget", "tellExpired"],
  hangUp: ["ended", "sendFinal", "forget"],
  cancel: ["ended", "sendTerminated", "forget", "tellCancelled"],
  bye: ["ended", "sendTerminated", "forget", "tellBye"],
} as const;

/**
 * A session from the side that was called (RFC 3261 §13.3). `accepting`: the
 * 2xx waits for a PRACK (RFC 3262 §3). `leaving`: hung up before the ACK,
 * without which no BYE may be sent (§15).
 */
export const INCOMING: Arrows<IncomingState, IncomingInput, IncomingAction> = {
  invited: {
    ...UNANSWERED,
    progress: ["invited", "sendProvisional"],
    accept: ["answered", "sendOk"],
    acceptLater: ["accepting"],
  },
  accepting: { ...UNANSWERED, pracked: ["answered", "sendOk"] },
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

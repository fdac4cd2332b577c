import type { Arrows } from "../base/machine.ts";

export type OutgoingState =
  | "locating"
  | "calling"
  | "proceeding"
  | "unwanted"
  | "cancelling"
  | "confirmed"
  | "ended";

export type OutgoingInput =
  | "leaving"
  | "trying"
  | "provisional"
  | "success"
  | "failure"
  | "ack"
  | "noAck"
  | "bye"
  | "hangUp";

export type OutgoingAction =
  | "sendCancel"
  | "establish"
  | "sendBye"
  | "tellProvisional"
  | "tellAccepted"
  | "tellAcknowledged"
  | "tellEnded"
  | "forget";

/**
 * A session from the side that calls (RFC 3261 §13.2). `unwanted`: hung up
 * before a provisional response, without which no CANCEL may be sent (§9.1).
 * `leaving`: an INVITE leaves, the first or one to another server, which has
 * answered nothing yet.
 */
export const OUTGOING: Arrows<OutgoingState, OutgoingInput, OutgoingAction> = {
  locating: {
    leaving: ["calling"],
    failure: ["ended", "forget", "tellEnded"],
    hangUp: ["ended", "forget"],
  },
  calling: {
    trying: ["proceeding"],
    provisional: ["proceeding", "tellProvisional"],
    success: ["confirmed", "establish", "tellAccepted"],
    failure: ["ended", "forget", "tellEnded"],
    hangUp: ["unwanted"],
  },
  proceeding: {
    leaving: ["calling"],
    provisional: ["proceeding", "tellProvisional"],
    success: ["confirmed", "establish", "tellAccepted"],
    failure: ["ended", "forget", "tellEnded"],
    hangUp: ["cancelling", "sendCancel"],
  },
  unwanted: {
    trying: ["cancelling", "sendCancel"],
    provisional: ["cancelling", "sendCancel"],
    success: ["ended", "establish", "sendBye", "forget"],
    failure: ["ended", "forget"],
  },
  cancelling: {
    success: ["ended", "establish", "sendBye", "forget"],
    failure: ["ended", "forget"],
  },
  confirmed: {
    ack: ["confirmed", "tellAcknowledged"],
    noAck: ["ended", "sendBye", "forget", "tellEnded"],
    bye: ["ended", "forget", "tellEnded"],
    hangUp: ["ended", "sendBye", "forget"],
  },
  ended: {},
};

import type { Arrows } from "../base/machine.ts";

export type InviteServerState =
  | "proceeding"
  | "accepted"
  | "completed"
  | "confirmed"
  | "terminated";

export type InviteServerInput =
  | "request"
  | "ack"
  | "provisional"
  | "success"
  | "failure"
  | "timerG"
  | "timerH"
  | "timerI"
  | "timerL"
  | "transportError";

export type InviteServerAction =
  | "answer"
  | "repeat"
  | "passUp"
  | "reportTimeout"
  | "reportTransportError"
  | "startG"
  | "backOffG"
  | "startH"
  | "startI"
  | "startL"
  | "stopTimers";

/**
 * RFC 3261 figure 7 as RFC 6026 §7.1 redraws it. `provisional`, `success` and
 * `failure` come from the transaction user, who also sends the 100; `answer`
 * sends what the user says, `repeat` what was sent last.
 */
export const INVITE_SERVER: Arrows<
  InviteServerState,
  InviteServerInput,
  InviteServerAction
> = {
  proceeding: {
    request: ["proceeding", "repeat"],
    provisional: ["proceeding", "answer"],
    success: ["accepted", "answer", "startL"],
    failure: ["completed", "answer", "startG", "startH"],
    transportError: ["terminated", "reportTransportError"],
  },
  accepted: {
    request: ["accepted"],
    success: ["accepted", "answer"],
    ack: ["accepted", "passUp"],
    timerL: ["terminated"],
    transportError: ["accepted", "reportTransportError"],
  },
  completed: {
    request: ["completed", "repeat"],
    ack: ["confirmed", "stopTimers", "startI"],
    timerG: ["completed", "repeat", "backOffG"],
    timerH: ["terminated", "reportTimeout"],
    transportError: ["terminated", "reportTransportError"],
  },
  confirmed: {
    ack: ["confirmed"],
    timerI: ["terminated"],
  },
  terminated: {},
};

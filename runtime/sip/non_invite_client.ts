import type { Arrows } from "../base/machine.ts";

export type NonInviteClientState =
  | "idle"
  | "trying"
  | "proceeding"
  | "completed"
  | "terminated";

export type NonInviteClientInput =
  | "start"
  | "provisional"
  | "success"
  | "failure"
  | "timerE"
  | "timerF"
  | "timerK"
  | "disconnected"
  | "transportError";

export type NonInviteClientAction =
  | "send"
  | "passUp"
  | "reportTimeout"
  | "reportTransportError"
  | "startE"
  | "backOffE"
  | "slowE"
  | "startF"
  | "startK"
  | "stopTimers";

/**
 * RFC 3261 figure 6; `disconnected` as in `invite_client.ts`. Once it is proceeding, Timer E is T2
 * (§17.1.2.2).
 */
export const NON_INVITE_CLIENT: Arrows<
  NonInviteClientState,
  NonInviteClientInput,
  NonInviteClientAction
> = {
  idle: {
    start: ["trying", "send", "startE", "startF"],
  },
  trying: {
    timerE: ["trying", "send", "backOffE"],
    timerF: ["terminated", "reportTimeout"],
    disconnected: ["trying", "send"],
    provisional: ["proceeding", "passUp"],
    success: ["completed", "stopTimers", "startK", "passUp"],
    failure: ["completed", "stopTimers", "startK", "passUp"],
    transportError: ["terminated", "reportTransportError"],
  },
  proceeding: {
    disconnected: ["proceeding", "send"],
    timerE: ["proceeding", "send", "slowE"],
    timerF: ["terminated", "reportTimeout"],
    provisional: ["proceeding", "passUp"],
    success: ["completed", "stopTimers", "startK", "passUp"],
    failure: ["completed", "stopTimers", "startK", "passUp"],
    transportError: ["terminated", "reportTransportError"],
  },
  completed: {
    timerK: ["terminated"],
  },
  terminated: {},
};

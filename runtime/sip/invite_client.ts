import type { Arrows } from "../base/machine.ts";

export type InviteClientState =
  | "idle"
  | "calling"
  | "proceeding"
  | "accepted"
  | "completed"
  | "terminated";

export type InviteClientInput =
  | "start"
  | "provisional"
  | "success"
  | "failure"
  | "timerA"
  | "timerB"
  | "timerD"
  | "timerM"
  | "giveUp"
  | "disconnected"
  | "transportError";

export type InviteClientAction =
  | "send"
  | "acknowledge"
  | "passUp"
  | "reportTimeout"
  | "reportTransportError"
  | "startA"
  | "doubleA"
  | "startB"
  | "startD"
  | "startM"
  | "stopTimers";

/**
 * RFC 3261 figure 5 as RFC 6026 §7.2 redraws it. `giveUp` is RFC 3261 §9.1: no
 * final response within 64*T1 of a CANCEL. `disconnected`: the peer may have
 * closed the connection before it read the request; sent again by another it is
 * the same request to it (§17.2.3).
 */
export const INVITE_CLIENT: Arrows<
  InviteClientState,
  InviteClientInput,
  InviteClientAction
> = {
  idle: {
    start: ["calling", "send", "startA", "startB"],
  },
  calling: {
    timerA: ["calling", "send", "doubleA"],
    timerB: ["terminated", "reportTimeout"],
    disconnected: ["calling", "send"],
    provisional: ["proceeding", "stopTimers", "passUp"],
    success: ["accepted", "stopTimers", "startM", "passUp"],
    failure: ["completed", "stopTimers", "acknowledge", "startD", "passUp"],
    transportError: ["terminated", "reportTransportError"],
  },
  proceeding: {
    provisional: ["proceeding", "passUp"],
    success: ["accepted", "startM", "passUp"],
    failure: ["completed", "acknowledge", "startD", "passUp"],
    giveUp: ["terminated", "reportTimeout"],
  },
  accepted: {
    success: ["accepted", "passUp"],
    timerM: ["terminated"],
  },
  completed: {
    failure: ["completed", "acknowledge"],
    timerD: ["terminated"],
    transportError: ["terminated", "reportTransportError"],
  },
  terminated: {},
};

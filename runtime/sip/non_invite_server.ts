import type { Arrows } from "../base/machine.ts";

export type NonInviteServerState =
  | "trying"
  | "proceeding"
  | "completed"
  | "terminated";

export type NonInviteServerInput =
  | "request"
  | "provisional"
  | "success"
  | "failure"
  | "timerJ"
  | "transportError";

export type NonInviteServerAction =
  | "answer"
  | "repeat"
  | "reportTransportError"
  | "startJ";

/** RFC 3261 figure 8; its inputs and actions as in `invite_server.ts`. */
export const NON_INVITE_SERVER: Arrows<
  NonInviteServerState,
  NonInviteServerInput,
  NonInviteServerAction
> = {
  trying: {
    request: ["trying"],
    provisional: ["proceeding", "answer"],
    success: ["completed", "answer", "startJ"],
    failure: ["completed", "answer", "startJ"],
  },
  proceeding: {
    request: ["proceeding", "repeat"],
    provisional: ["proceeding", "answer"],
    success: ["completed", "answer", "startJ"],
    failure: ["completed", "answer", "startJ"],
    transportError: ["terminated", "reportTransportError"],
  },
  completed: {
    request: ["completed", "repeat"],
    timerJ: ["terminated"],
    transportError: ["terminated", "reportTransportError"],
  },
  terminated: {},
};

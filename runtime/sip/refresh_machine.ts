import type { Arrows } from "../base/machine.ts";

export type RefreshState = "idle" | "asking" | "waiting";

export type RefreshInput =
  | "due"
  | "success"
  | "blocked"
  | "glare"
  | "tooSmall"
  | "noUpdate"
  | "refused"
  | "gone"
  | "again";

export type RefreshAction =
  | "send"
  | "awaitTurn"
  | "useInvite"
  | "tryLater"
  | "lose";

/**
 * Keeping a session alive from our side (RFC 4028 §10). `blocked`: an offer is
 * under way that has to end first; `glare`: 491, so both sides asked at once
 * and each waits for a time of its own (RFC 3261 §14.1). `tooSmall`: 422.
 * `gone`: 408, 481 or no answer at all (§12.2.1.2).
 */
export const REFRESH: Arrows<RefreshState, RefreshInput, RefreshAction> = {
  idle: {
    due: ["asking", "send"],
  },
  asking: {
    success: ["idle"],
    blocked: ["waiting", "awaitTurn"],
    glare: ["waiting", "awaitTurn"],
    tooSmall: ["asking", "send"],
    noUpdate: ["asking", "useInvite", "send"],
    refused: ["idle", "tryLater"],
    gone: ["idle", "lose"],
  },
  waiting: {
    again: ["asking", "send"],
  },
};

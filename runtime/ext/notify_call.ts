import type { CallEvents } from "../client/mod.ts";
import type { NotifyCallParameters } from "../rpc/ext.ts";
import type { Errand } from "./errands.ts";

/** Says something to somebody and hangs up. */
export const NOTIFY_CALL: Errand<
  NotifyCallParameters,
  CallEvents["playCompleted"]
> = {
  kind: "ext.notify_call",
  work: (call, { playContent, playRepeat }) =>
    call.play(playContent, { repeat: playRepeat }),
  released: (end) => ({ type: "notifyCallReleased", ...end }),
};

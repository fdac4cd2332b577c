import { CallEnded, type CallEvents } from "../client/mod.ts";

type Released = CallEvents["released"];

/** Statuses that mean Q.850 cause 21, call rejected (RFC 3398 §8.2.6.1). */
const REJECTED: readonly number[] = [401, 402, 403, 407, 603];

/** What a service calls that its call failed so; null: that is no failure. */
export function failureText(why: Error, end: Released): string | null {
  if (!(why instanceof CallEnded)) return "play error";
  if (end.answerTime === null) return dialFailure(why.reason, end.cause);
  return end.droppedBy === "usr" ? null : "call timeout";
}

function dialFailure(reason: string, cause: number): string {
  if (reason === "dial timeout") return "ring timeout";
  const rejected = reason === "dial failed" && REJECTED.includes(cause);
  return rejected ? "call rejected" : reason;
}

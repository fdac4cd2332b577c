import type { UnixSeconds } from "../base/units.ts";
import type { CallDirection } from "./methods.ts";
import type { CallState } from "./states.ts";

/** What there is to know of a call at this moment. */
export interface CallSnapshot {
  readonly resId: string;
  readonly state: CallState;
  readonly callDir: CallDirection;
  readonly fromUri: string;
  readonly toUri: string;
  readonly beginTime: UnixSeconds;
  /** Null while it is not answered. */
  readonly answerTime: UnixSeconds | null;
  readonly userData: string | null;
  /** The call for which it was dialled. */
  readonly parentResId: string | null;
  /** The conference in which it is. */
  readonly confResId: string | null;
  readonly processId: number;
  /** The SIP Call-ID. */
  readonly callId: string;
}

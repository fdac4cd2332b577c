import type { UnixSeconds } from "../base/units.ts";

/** What every event of a conference says: whose it is, and from when to when. */
interface Ended {
  /** `{node}-sys.conf-{process id}` */
  readonly resId: string;
  readonly userData: string | null;
  readonly beginTime: UnixSeconds;
  readonly endTime: UnixSeconds;
}

/**
 * All that a conference tells its application. The specification gives these
 * events no `error`.
 */
export type ConfEvent =
  | Ended & {
    readonly type: "conferencePlayCompleted";
    /** What cannot be played, and why; null where nothing went wrong. */
    readonly reason: string | null;
  }
  | Ended & {
    readonly type: "conferenceRecordCompleted";
    readonly recordFile: string;
    /** Additive members: what is on disk. */
    readonly seconds: number;
    readonly bytes: number;
    /** What ended it, where nobody did. */
    readonly reason: string | null;
  }
  | Ended & { readonly type: "conferenceReleased" };

import type { UnixSeconds } from "../base/units.ts";
import type { Cause } from "../sip/reason.ts";
import type { Replaces } from "../sip/replaces.ts";

/** What every event of a call says about its call. */
interface OfCall {
  /** `{node}-sys.call-{process id}` */
  readonly resId: string;
  readonly userData: string | null;
}

/** An action's beginning and end; `error` is null where it went well. */
interface Completed extends OfCall {
  readonly error: string | null;
  readonly beginTime: UnixSeconds;
  readonly endTime: UnixSeconds;
}

/** All that a call tells its application (`sys.call.rst`, events). */
export type CallEvent =
  | OfCall & {
    readonly type: "incoming";
    readonly fromUri: string;
    readonly toUri: string;
    readonly beginTime: UnixSeconds;
    readonly processId: number;
    readonly callId: string;
    /** Additive: by which trunk it came, and what is known of who calls. */
    readonly trunk: string | null;
    readonly assertedIdentity: string | null;
    readonly privacy: string | null;
    /** Additive: the dialog that the call would take the place of. */
    readonly replaces: Replaces | null;
  }
  | Completed & { readonly type: "answerCompleted" }
  | OfCall & { readonly type: "ringing"; readonly ringTime: UnixSeconds }
  /** Additive: the sound of the far end comes before it answers. */
  | OfCall & { readonly type: "earlyMedia"; readonly beginTime: UnixSeconds }
  /** Additive: a `progress` is over. */
  | Completed & { readonly type: "progressCompleted" }
  /** Additive: the other side would have the call go on elsewhere. */
  | OfCall & {
    readonly type: "refer";
    readonly referTo: string;
    readonly referredBy: string | null;
    readonly replaces: Replaces | null;
  }
  /** Additive: nothing has come of the other side's sound for so long. */
  | OfCall & { readonly type: "mediaTimeout"; readonly seconds: number }
  /** Additive: the other side has put the call on hold, or taken it off. */
  | OfCall & { readonly type: "held"; readonly held: boolean }
  | Completed & {
    readonly type: "dialCompleted";
    readonly answerTime: UnixSeconds | null;
  }
  | Completed & {
    readonly type: "playCompleted";
    readonly finishKey: string | null;
    /** Additive: what is wrong with the sound that ended it. */
    readonly reason: string | null;
  }
  | Completed & {
    readonly type: "recordCompleted";
    readonly finishKey: string | null;
    readonly recordFile: string;
    /** Additive members: what is on disk. */
    readonly seconds: number;
    readonly bytes: number;
    /** What ended it, where `error` does not say. */
    readonly reason: string | null;
  }
  | Completed & { readonly type: "sendDtmfCompleted" }
  | Completed & {
    readonly type: "receiveDtmfCompleted";
    readonly keys: string | null;
    /** Additive: what is wrong with the prompt that ended it. */
    readonly reason: string | null;
  }
  /** Of the first party of a connection. */
  | Completed & { readonly type: "connectCompleted" }
  | Completed & {
    readonly type: "confCompleted";
    /** Additive: `{node}-sys.conf-{id}`. */
    readonly confResId: string;
  }
  | OfCall & {
    readonly type: "released";
    readonly callDir: "inbound" | "outbound";
    readonly fromUri: string;
    readonly toUri: string;
    readonly beginTime: UnixSeconds;
    readonly answerTime: UnixSeconds | null;
    readonly endTime: UnixSeconds;
    readonly droppedBy: "sys" | "usr";
    readonly cause: number;
    /** Additive: what the other side's Reason said. */
    readonly reason: Cause | null;
    readonly processId: number;
    /** The SIP Call-ID. */
    readonly callId: string;
  };

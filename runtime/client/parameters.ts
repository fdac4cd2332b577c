import type * as z from "zod";
import type { Camel } from "../base/names.ts";
import type { SYS_CALL } from "../rpc/call_methods.ts";
import type { SYS_CONF } from "../rpc/conf_methods.ts";
import type { content } from "../rpc/content.ts";
import type { EXT } from "../rpc/ext_methods.ts";

/**
 * What the methods take, as the node's own table has it, in camelCase; what is
 * left out has the default of docs/API.md, or of the client's method.
 */
type Rows = typeof SYS_CALL & typeof SYS_CONF & typeof EXT;
type Parameters<Name extends keyof Rows> = Camel<
  z.input<Rows[Name]["params"]>
>;
/** The client's method has `Given` already, and a default for `Defaulted`. */
type Options<
  Name extends keyof Rows,
  Given extends keyof Parameters<Name>,
  Defaulted extends keyof Parameters<Name> = never,
> =
  & Omit<Parameters<Name>, Given | Defaulted>
  & Partial<Pick<Parameters<Name>, Defaulted>>;

/** A file name, several joined by `|`, or items of `[content, type, option]`. */
export type PlayContent = Camel<z.input<typeof content>>;

/** `maxAnswerSeconds`: the node hangs up then; an hour unless told. */
export type ConstructOptions = Options<
  "sys.call.construct",
  never,
  "maxAnswerSeconds"
>;
/** `maxAnswerSeconds`: the node hangs up then; an hour unless told. */
export type AnswerOptions = Options<
  "sys.call.answer",
  "resId",
  "maxAnswerSeconds"
>;
export type ProgressOptions = Options<"sys.call.progress", "resId">;
export type PlayOptions = Options<"sys.call.play_start", "resId" | "content">;
/** `maxSeconds`: a minute unless told; reaching it is an error of the event. */
export type RecordOptions = Options<
  "sys.call.record_start",
  "resId" | "recordFile",
  "maxSeconds"
>;
export type SendDtmfOptions = Options<
  "sys.call.send_dtmf_start",
  "resId" | "keys"
>;
export type ReceiveDtmfOptions = Options<
  "sys.call.receive_dtmf_start",
  "resId"
>;
/** `maxSeconds`: the two are parted then; an hour unless told. */
export type ConnectOptions = Options<
  "sys.call.connect_start",
  "resId" | "callResId",
  "maxSeconds"
>;

/** `maxSeconds`: it leaves then; an hour unless told. */
export type EnterOptions = Options<
  "sys.call.conf_enter",
  "resId" | "confResId",
  "maxSeconds"
>;
export type CallSnapshot = Camel<
  z.output<Rows["sys.call.get"]["result"]>
>;

/** `maxSeconds`: it ends then; an hour unless told. */
export type ConferenceOptions = Options<
  "sys.conf.construct",
  never,
  "maxSeconds"
>;
export type ConferencePlayOptions = Options<
  "sys.conf.play_start",
  "resId" | "content"
>;
/** `maxSeconds`: an hour unless told. */
export type ConferenceRecordOptions = Options<
  "sys.conf.record_start",
  "resId" | "recordFile",
  "maxSeconds"
>;
export type ConferencePart = Camel<
  z.output<Rows["sys.conf.get_parts"]["result"]>
>[number];

export type NotifyCallOptions = Parameters<"ext.notify_call.construct">;
export type DuoCallbackOptions = Parameters<"ext.duo_callback.construct">;
export type CaptchaCallOptions = Parameters<"ext.captcha_call.construct">;

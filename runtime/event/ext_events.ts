import * as z from "zod";
import type { Camel } from "../base/names.ts";
import { eventRow } from "./event_row.ts";
import { error, resId, time, timeOrNull, userData } from "./members.ts";

/** The end of a service that makes one call. */
const RELEASED = {
  res_id: resId,
  error,
  begin_time: time,
  answer_time: timeOrNull,
  end_time: time,
  dropped_by: z.enum(["sys", "usr"])
    .describe("`usr` if the other side hung up, `sys` otherwise"),
};

/** What the two of a call-back are known by. */
const USER_DATA = { user_data1: userData, user_data2: userData };
const DIALLED = {
  res_id: resId,
  error,
  begin_time: time,
  answer_time: timeOrNull,
  end_time: time,
  ...USER_DATA,
};

/** What the services tell. */
export const EXT_EVENTS = {
  notifyCallReleased: eventRow(
    "ext.notify_call.on_released",
    "A notify call is over. `error`: `dial failed`, `dial error`, `call rejected` (401, 402, 403, 407 or 603), `ring timeout`, `play error`, `call timeout` (the node ended it before all was said); null where all was said or the other side hung up.",
    { ...RELEASED, user_data: userData },
  ),
  captchaCallReleased: eventRow(
    "ext.captcha_call.on_released",
    "A captcha call is over. `error` as of a notify call, or as of `sys.call.on_receive_dtmf_completed`.",
    {
      ...RELEASED,
      keys: z.string().nullable()
        .describe("what came; null if nothing did"),
      user_data: userData,
    },
  ),
  duoCallbackDial1Completed: eventRow(
    "ext.duo_callback.on_dial1_completed",
    "The first of a call-back has answered, or not. `error` as of `sys.call.on_dial_completed`.",
    DIALLED,
  ),
  duoCallbackDial2Started: eventRow(
    "ext.duo_callback.on_dial2_started",
    "The second of a call-back is called.",
    { res_id: resId, begin_time: time, ...USER_DATA },
  ),
  duoCallbackDial2Completed: eventRow(
    "ext.duo_callback.on_dial2_completed",
    "The second of a call-back has answered, or not. `error` as of `sys.call.on_dial_completed`.",
    DIALLED,
  ),
  duoCallbackReleased: eventRow(
    "ext.duo_callback.on_released",
    "A call-back is over, and so are both calls. `error`: as of a notify call where one was not reached, `connect error`, `connect timeout` (`max_connect_seconds` are over); null where they spoke, or it was cancelled.",
    {
      res_id: resId,
      error,
      begin_time: time,
      answer_time: timeOrNull,
      connect_time: timeOrNull,
      end_time: time,
      hangup_by: z.int()
        .describe("who hung up: 1 the first, 2 the second, 0 neither"),
      ...USER_DATA,
    },
  ),
};

type ExtEvents = {
  readonly [Type in keyof typeof EXT_EVENTS]:
    & { readonly type: Type }
    & Camel<z.output<(typeof EXT_EVENTS)[Type]["params"]>>;
};

/** All that the services tell. */
export type ExtEvent = ExtEvents[keyof ExtEvents];

export type NotifyCallReleased = ExtEvents["notifyCallReleased"];

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
  user_data: userData,
};

/** What the services tell. */
export const EXT_EVENTS = {
  notifyCallReleased: eventRow(
    "ext.notify_call.on_released",
    "A notify call is over. `error`: `dial failed`, `dial error`, `call rejected` (401, 402, 403, 407 or 603), `ring timeout`, `play error`, `call timeout` (the node ended it before all was said); null where all was said or the other side hung up.",
    RELEASED,
  ),
  captchaCallReleased: eventRow(
    "ext.captcha_call.on_released",
    "A captcha call is over. `error` as of a notify call, or as of `sys.call.on_receive_dtmf_completed`.",
    {
      ...RELEASED,
      keys: z.string().nullable()
        .describe("what came, without the finish key; null if nothing did"),
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

/** What every service that makes one call tells at its end. */
export type ErrandReleased = Camel<z.output<z.ZodObject<typeof RELEASED>>>;

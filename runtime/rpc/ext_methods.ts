import * as z from "zod";
import { camelMembers } from "../base/names.ts";
import { constructed, made, madeBy } from "./constructed.ts";
import type { DrivenService } from "./ext.ts";
import { CAPTCHA_CALL, DUO_CALLBACK, NOTIFY_CALL } from "./ext_shapes.ts";
import { method, type MethodContext } from "./method.ts";
import { flag, resId } from "./shapes.ts";

const OF_SERVICE = { res_id: resId };
const TEXT = z.string().nullable().describe("as it was given");

/** The services that are composed of calls (`spec/semantics.md` §11). */
export const EXT = {
  "ext.notify_call.construct": method(
    "Calls somebody, plays `play_content`, `play_repeat` more times after the " +
      "first, and hangs up. Ends with `ext.notify_call.on_released`.",
    NOTIFY_CALL,
    async (p, context) => ({
      ...await begun(context.ext.notifyCall, camelMembers(p), context),
      user_data: p.user_data ?? null,
    }),
    { result: constructed },
  ),

  "ext.notify_call.exists": existsMethod(({ notifyCall }) => notifyCall),

  "ext.captcha_call.construct": method(
    "Calls somebody, asks for keys with `play_content`, once more for each of " +
      "`play_repeat` when none come, and hangs up. Ends with " +
      "`ext.captcha_call.on_released`.",
    CAPTCHA_CALL,
    async (p, context) => ({
      ...await begun(context.ext.captchaCall, camelMembers(p), context),
      user_data: p.user_data ?? null,
    }),
    { result: constructed, aliases: { if_break_on_key: "breaking_on_key" } },
  ),

  "ext.captcha_call.exists": existsMethod(({ captchaCall }) => captchaCall),

  "ext.duo_callback.construct": method(
    "Calls one, then another, whom the first hears ring, and connects them. " +
      "`ext.duo_callback.on_dial1_completed`, `….on_dial2_started` and " +
      "`….on_dial2_completed` say how far it has come; it ends with " +
      "`ext.duo_callback.on_released`.",
    DUO_CALLBACK,
    async (p, context) => ({
      ...await begun(context.ext.duoCallback, camelMembers(p), context),
      record_file: p.record_file ?? null,
      user_data1: p.user_data1 ?? null,
      user_data2: p.user_data2 ?? null,
    }),
    {
      result: made.extend({
        record_file: TEXT,
        user_data1: TEXT,
        user_data2: TEXT,
      }),
    },
  ),

  "ext.duo_callback.exists": existsMethod(({ duoCallback }) => duoCallback),

  "ext.duo_callback.cancel": method(
    "Ends a call-back whose second one has not answered yet. " +
      "`ext.duo_callback.on_released` follows.",
    OF_SERVICE,
    (p, { ext }) => ext.duoCallback.cancel(p.res_id),
  ),
};

async function begun<P>(
  service: DrivenService<P>,
  parameters: P,
  { caller }: MethodContext,
): Promise<z.output<typeof made>> {
  return madeBy(caller, await service.construct(parameters));
}

function existsMethod(
  of: (ext: MethodContext["ext"]) => DrivenService<never>,
) {
  return method(
    "Says whether the service is under way.",
    OF_SERVICE,
    (p, { ext }) => of(ext).exists(p.res_id),
    { result: flag },
  );
}

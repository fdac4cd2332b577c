import type * as z from "zod";
import { givenContent } from "./content.ts";
import type { DrivenService, ErrandParameters } from "./ext.ts";
import { method, type MethodContext } from "./method.ts";
import {
  callSeconds,
  constructed,
  flag,
  keySeconds,
  keySet,
  resId,
  ringSeconds,
  uri,
  uris,
  userData,
  wholeNumber,
} from "./shapes.ts";

/** An hour: who speaks for longer has been forgotten. */
const LONGEST = 3600;

/** What a service that makes one call is told, whatever it does in it. */
const ERRAND = {
  from_uri: uri.optional(),
  to_uri: uris,
  play_content: givenContent,
  play_repeat: wholeNumber(0, 1000).default(0),
  max_ring_seconds: ringSeconds.default(50),
  user_data: userData.optional(),
  max_answer_seconds: callSeconds.default(LONGEST),
};

type ErrandArguments = z.output<z.ZodObject<typeof ERRAND>>;

/** The services that are composed of calls. */
export const EXT = {
  "ext.notify_call.construct": method(
    "Calls somebody, plays `play_content`, `play_repeat` more times after the " +
      "first, and hangs up. Ends with `ext.notify_call.on_released`.",
    ERRAND,
    async (p, context) => {
      const { notifyCall } = context.ext;
      return await begun(notifyCall, errandOf(p), context);
    },
    { result: constructed },
  ),

  "ext.notify_call.exists": existsMethod(({ notifyCall }) => notifyCall),

  "ext.captcha_call.construct": method(
    "Calls somebody, asks for keys with `play_content`, once more for each of " +
      "`play_repeat` when none come, and hangs up. Ends with `ext.captcha_call.on_released`.",
    {
      ...ERRAND,
      valid_keys: keySet.min(1).default("0123456789*#ABCD"),
      max_keys: wholeNumber(1, 255).default(11),
      finish_keys: keySet.default("#"),
      first_key_timeout: keySeconds.default(45),
      continues_keys_timeout: keySeconds.default(30),
      if_break_on_key: flag.default(true),
    },
    async (p, context) =>
      await begun(context.ext.captchaCall, {
        ...errandOf(p),
        validKeys: p.valid_keys,
        maxKeys: p.max_keys,
        finishKeys: p.finish_keys,
        firstKeyTimeout: p.first_key_timeout,
        continuesKeysTimeout: p.continues_keys_timeout,
        ifBreakOnKey: p.if_break_on_key,
      }, context),
    {
      result: constructed,
      aliases: { breaking_on_key: "if_break_on_key" },
    },
  ),

  "ext.captcha_call.exists": existsMethod(({ captchaCall }) => captchaCall),
};

function errandOf(p: ErrandArguments): ErrandParameters {
  return {
    fromUri: p.from_uri ?? null,
    toUri: p.to_uri,
    playContent: p.play_content,
    playRepeat: p.play_repeat,
    maxRingSeconds: p.max_ring_seconds,
    maxAnswerSeconds: p.max_answer_seconds,
    userData: p.user_data ?? null,
  };
}

async function begun<P extends { readonly userData: string | null }>(
  service: DrivenService<P>,
  parameters: P,
  { caller }: MethodContext,
): Promise<z.output<typeof constructed>> {
  const { resId, processId } = await service.construct(parameters);
  caller.created(resId);
  return {
    res_id: resId,
    user_data: parameters.userData,
    ipsc_info: { process_id: processId },
  };
}

function existsMethod(
  of: (ext: MethodContext["ext"]) => DrivenService<never>,
) {
  return method(
    "Says whether the service is under way.",
    { res_id: resId },
    (p, { ext }) => of(ext).exists(p.res_id),
    { result: flag },
  );
}

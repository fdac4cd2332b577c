import type { CallEvents } from "../client/mod.ts";
import type { CaptchaCallParameters } from "../rpc/ext.ts";
import type { Errand } from "./errands.ts";

/** Asks somebody for keys and hangs up. */
export const CAPTCHA_CALL: Errand<
  CaptchaCallParameters,
  CallEvents["receiveDtmfCompleted"]
> = {
  kind: "ext.captcha_call",
  work: (call, asked) =>
    call.receiveDtmf({
      validKeys: asked.validKeys,
      maxKeys: asked.maxKeys,
      finishKeys: asked.finishKeys,
      firstKeyTimeout: asked.firstKeyTimeout,
      continuesKeysTimeout: asked.continuesKeysTimeout,
      playContent: asked.playContent,
      playRepeat: asked.playRepeat,
      ifBreakOnKey: asked.breakingOnKey,
      includingFinishKey: asked.includingFinishKey,
    }),
  released: (end, found) => ({
    type: "captchaCallReleased",
    ...end,
    keys: found?.keys ?? null,
  }),
};

import type { DrivenExt } from "../rpc/ext.ts";
import { CAPTCHA_CALL } from "./captcha_call.ts";
import { Errands, type ServiceParts } from "./errands.ts";
import { NOTIFY_CALL } from "./notify_call.ts";

/** The services of a node, written as any application of its API would be. */
export function startServices(parts: ServiceParts): DrivenExt {
  return {
    notifyCall: new Errands(parts, NOTIFY_CALL),
    captchaCall: new Errands(parts, CAPTCHA_CALL),
  };
}

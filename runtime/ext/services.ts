import type { DrivenExt } from "../rpc/ext.ts";
import { CAPTCHA_CALL } from "./captcha_call.ts";
import { DuoCallbacks } from "./duo_callbacks.ts";
import { Errands } from "./errands.ts";
import { NOTIFY_CALL } from "./notify_call.ts";
import type { ServiceParts } from "./service_parts.ts";

/** The services of a node, written as any application of its API would be. */
export function startServices(parts: ServiceParts): DrivenExt {
  return {
    notifyCall: new Errands(parts, NOTIFY_CALL),
    captchaCall: new Errands(parts, CAPTCHA_CALL),
    duoCallback: new DuoCallbacks(parts),
  };
}

import type * as z from "zod";
import type { Camel } from "../base/names.ts";
import type { CAPTCHA_CALL, DUO_CALLBACK, NOTIFY_CALL } from "./ext_shapes.ts";
import type { Shape } from "./arguments.ts";

/** What a row has read, as TypeScript names it. */
type Read<S extends Shape> = Camel<z.output<z.ZodObject<S>>>;

export type NotifyCallParameters = Read<typeof NOTIFY_CALL>;
export type CaptchaCallParameters = Read<typeof CAPTCHA_CALL>;
export type DuoCallbackParameters = Read<typeof DUO_CALLBACK>;

/** A kind of service, as the methods see it. */
export interface DrivenService<Parameters> {
  /** @throws {CtiError} what dialling throws; then there is no service */
  construct(
    parameters: Parameters,
  ): Promise<{ readonly resId: string; readonly processId: number }>;
  /** Whether such a one is under way. */
  exists(resId: string): boolean;
}

export interface DrivenDuoCallbacks
  extends DrivenService<DuoCallbackParameters> {
  /** @throws {CtiError} `unknownResource`, or `wrongState` once it is connected */
  cancel(resId: string): void;
}

/** The services of the node, as the methods see them. */
export interface DrivenExt {
  readonly notifyCall: DrivenService<NotifyCallParameters>;
  readonly captchaCall: DrivenService<CaptchaCallParameters>;
  readonly duoCallback: DrivenDuoCallbacks;
}

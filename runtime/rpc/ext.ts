import type * as z from "zod";
import type { givenContent } from "./content.ts";

/** What the services that make one call have in common. */
export interface ErrandParameters {
  readonly fromUri: string | null;
  readonly toUri: string | readonly string[];
  readonly maxRingSeconds: number;
  readonly maxAnswerSeconds: number;
  readonly playContent: z.output<typeof givenContent>;
  /** Played once more for each. */
  readonly playRepeat: number;
  readonly userData: string | null;
}

export type NotifyCallParameters = ErrandParameters;

export interface CaptchaCallParameters extends ErrandParameters {
  readonly validKeys: string;
  readonly maxKeys: number;
  readonly finishKeys: string;
  readonly firstKeyTimeout: number;
  readonly continuesKeysTimeout: number;
  readonly ifBreakOnKey: boolean;
}

/** A kind of service, as the methods see it. */
export interface DrivenService<Parameters> {
  /** @throws {CtiError} what dialling throws; then there is no service */
  construct(
    parameters: Parameters,
  ): Promise<{ readonly resId: string; readonly processId: number }>;
  /** Whether such a one is under way. */
  exists(resId: string): boolean;
}

/** The services of the node, as the methods see them. */
export interface DrivenExt {
  readonly notifyCall: DrivenService<NotifyCallParameters>;
  readonly captchaCall: DrivenService<CaptchaCallParameters>;
}

import type { Call } from "../call/call.ts";
import type { ConstructParameters } from "../call/parameters.ts";

/** What the methods need of a call. */
export type DrivenCall = Pick<
  Call,
  | "snapshot"
  | "nop"
  | "answer"
  | "drop"
  | "reject"
  | "redirect"
  | "progress"
  | "playStart"
  | "playStop"
  | "recordStart"
  | "recordStop"
  | "sendDtmfStart"
  | "sendDtmfStop"
  | "receiveDtmfStart"
  | "receiveDtmfStop"
  | "connectStart"
  | "connectStop"
  | "beConnected"
  | "confEnter"
  | "confExit"
>;

/** The calls of the node, as the methods see them. */
export interface DrivenCalls {
  /** @throws {CtiError} `badParams`, `dialRefused` or `overloaded` */
  construct(
    parameters: ConstructParameters,
  ): Promise<{ readonly resId: string; readonly processId: number }>;
  find(resId: string): DrivenCall | undefined;
  /** @throws {CtiError} `unknownResource` */
  get(resId: string): DrivenCall;
}

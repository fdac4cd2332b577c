import type { Conference } from "../conf/conference.ts";
import type { ConferenceParameters } from "../conf/parameters.ts";

/** What the methods need of a conference. */
export type DrivenConference = Pick<
  Conference,
  | "resId"
  | "processId"
  | "enter"
  | "nop"
  | "release"
  | "getParts"
  | "playStart"
  | "playStop"
  | "recordStart"
  | "recordStop"
  | "setPartVoiceMode"
  | "setPartVolume"
  | "setPartsThreshold"
>;

/** The conferences of the node, as the methods see them. */
export interface DrivenConferences {
  /** @throws {CtiError} `badParams`, `forbiddenPath` or `overloaded` */
  construct(parameters: ConferenceParameters): DrivenConference;
  find(resId: string): DrivenConference | undefined;
  /** @throws {CtiError} `unknownResource` */
  get(resId: string): DrivenConference;
}

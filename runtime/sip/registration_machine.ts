import type { Arrows } from "../base/machine.ts";

export type RegistrationState =
  | "off"
  | "registering"
  | "registered"
  | "waiting"
  | "parting"
  | "leaving";

export type RegistrationInput =
  | "start"
  | "accepted"
  | "tooBrief"
  | "refused"
  | "timer"
  | "stop";

export type RegistrationAction =
  | "sendBinding"
  | "sendRemoval"
  | "startRefresh"
  | "startRetry"
  | "stopTimer"
  | "tellUp"
  | "tellDown";

/**
 * A binding that is kept alive at a registrar (RFC 3261 §10.2). `waiting`: it
 * was refused, or nobody answered. `parting`: it is not wanted any more, but a
 * request is under way, and there is one at a time. `leaving`: it is being taken
 * back.
 */
export const REGISTRATION: Arrows<
  RegistrationState,
  RegistrationInput,
  RegistrationAction
> = {
  off: {
    start: ["registering", "sendBinding"],
  },
  registering: {
    accepted: ["registered", "startRefresh", "tellUp"],
    tooBrief: ["registering", "sendBinding"],
    refused: ["waiting", "startRetry", "tellDown"],
    stop: ["parting"],
  },
  registered: {
    timer: ["registering", "sendBinding"],
    stop: ["leaving", "stopTimer", "sendRemoval"],
  },
  waiting: {
    timer: ["registering", "sendBinding"],
    stop: ["off", "stopTimer"],
  },
  parting: {
    accepted: ["leaving", "sendRemoval"],
    tooBrief: ["off"],
    refused: ["off"],
  },
  leaving: {
    accepted: ["off"],
    tooBrief: ["off"],
    refused: ["off"],
  },
};

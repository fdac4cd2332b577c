import { CtiError } from "../base/fault.ts";
import type { CallState } from "./states.ts";

export type CallDirection = "inbound" | "outbound";

interface Rule {
  readonly states: readonly CallState[];
  /** The only direction that has the method; both where it is missing. */
  readonly direction?: CallDirection;
}

const ALIVE: readonly CallState[] = [
  "Initiated",
  "Answer",
  "Idle",
  "Play",
  "Record",
  "SendDtmf",
  "ReceiveDtmf",
  "Dial",
  "Connect",
  "Conf",
];

/** Which method of `sys.call` a call listens to: when, and in which direction. */
export const CALL_METHODS = {
  exists: { states: [...ALIVE, "Released"] },
  get: { states: ALIVE },
  nop: { states: ALIVE },
  answer: { states: ["Initiated"], direction: "inbound" },
  progress: { states: ["Initiated"], direction: "inbound" },
  redirect: { states: ["Initiated"], direction: "inbound" },
  reject: { states: ["Initiated"], direction: "inbound" },
  drop: { states: ALIVE },
  play_start: { states: ["Idle"] },
  play_stop: { states: ["Play"] },
  record_start: { states: ["Idle"] },
  record_stop: { states: ["Record"] },
  send_dtmf_start: { states: ["Idle"] },
  send_dtmf_stop: { states: ["SendDtmf"] },
  receive_dtmf_start: { states: ["Idle"] },
  stop_receive_dtmf_start: { states: ["ReceiveDtmf"] },
  connect_start: { states: ["Idle", "Dial"] },
  connect_stop: { states: ["Connect"] },
  conf_enter: { states: ["Idle"] },
  conf_exit: { states: ["Conf"] },
} as const satisfies Record<string, Rule>;

export type CallMethod = keyof typeof CALL_METHODS;

const RULES: Readonly<Record<CallMethod, Rule>> = CALL_METHODS;
const NAMES = Object.keys(CALL_METHODS) as CallMethod[];

function isFor(rule: Rule, direction: CallDirection): boolean {
  return rule.direction === undefined || rule.direction === direction;
}

/** The full names of what may be asked of such a call, as an error lists them. */
export function allowedMethods(
  state: CallState,
  direction: CallDirection,
): string[] {
  return NAMES
    .filter((name) => isFor(RULES[name], direction))
    .filter((name) => RULES[name].states.includes(state))
    .map((name) => `sys.call.${name}`);
}

/**
 * Lets pass that another call is dialled for this one.
 *
 * @throws {CtiError} `wrongState`
 */
export function checkParent(state: CallState, direction: CallDirection): void {
  if (state === "Idle") return;
  const text =
    `Can not construct a call with parent call's state is "${state}"`;
  throw refusal("wrongState", text, state, direction);
}

/**
 * Lets a method pass that the call listens to now.
 *
 * @throws {CtiError} `wrongDirection` or `wrongState`, with the methods that
 * would be allowed
 */
export function checkMethod(
  method: CallMethod,
  state: CallState,
  direction: CallDirection,
): void {
  const rule = RULES[method];
  if (!isFor(rule, direction)) {
    const text = `Can not ${method} an ${direction} call.`;
    throw refusal("wrongDirection", text, state, direction);
  }
  if (rule.states.includes(state)) return;
  const text =
    `Can not perform method "call.${method}" on a call whose state is "${state}"`;
  throw refusal("wrongState", text, state, direction);
}

function refusal(
  fault: "wrongState" | "wrongDirection",
  text: string,
  state: CallState,
  direction: CallDirection,
): CtiError {
  const allowed_methods = allowedMethods(state, direction);
  return new CtiError(fault, text, { state, allowed_methods });
}

/**
 * Lets a call pass that can be the second party of a connection.
 *
 * @throws {CtiError} `wrongState`
 */
export function checkSecondParty(
  state: CallState,
  direction: CallDirection,
): void {
  if (state === "Idle") return;
  const text =
    `Can not perform method "call.connect_start" on a bridge call whose state is "${state}"`;
  const data = { state, allowed_methods: allowedMethods(state, direction) };
  throw new CtiError("wrongState", text, data);
}

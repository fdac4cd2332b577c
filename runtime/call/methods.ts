import { CtiError } from "../base/fault.ts";
import type { CallState } from "./states.ts";

export type CallDirection = "inbound" | "outbound";

interface Rule {
  readonly states: readonly CallState[];
  /** The only direction that has the method; both where it is missing. */
  readonly direction?: CallDirection;
  /** Of two calls that are connected only the first has the method. */
  readonly ofFirstParty?: true;
}

/** What decides which methods a call listens to. */
export interface Standing {
  readonly state: CallState;
  readonly direction: CallDirection;
  /** Another call began the connection that it is in. */
  readonly isSecondParty: boolean;
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
  connect_stop: { states: ["Connect"], ofFirstParty: true },
  conf_enter: { states: ["Idle"] },
  conf_exit: { states: ["Conf"] },
} as const satisfies Record<string, Rule>;

export type CallMethod = keyof typeof CALL_METHODS;

const RULES: Readonly<Record<CallMethod, Rule>> = CALL_METHODS;
const NAMES = Object.keys(CALL_METHODS) as CallMethod[];

function isFor(rule: Rule, direction: CallDirection): boolean {
  return rule.direction === undefined || rule.direction === direction;
}

function isOpen(rule: Rule, { state, isSecondParty }: Standing): boolean {
  return rule.states.includes(state) && !(rule.ofFirstParty && isSecondParty);
}

/** The full names of what may be asked of such a call, as an error lists them. */
function allowedMethods(standing: Standing): string[] {
  return NAMES
    .filter((name) => isFor(RULES[name], standing.direction))
    .filter((name) => isOpen(RULES[name], standing))
    .map((name) => `sys.call.${name}`);
}

/**
 * Lets a method pass that the call listens to now.
 *
 * @throws {CtiError} `wrongDirection` or `wrongState`, with the methods that
 * would be allowed
 */
export function checkMethod(method: CallMethod, standing: Standing): void {
  const rule = RULES[method];
  const { state, direction } = standing;
  if (!isFor(rule, direction)) {
    const text = `Can not ${method} an ${direction} call.`;
    throw refusal("wrongDirection", text, standing);
  }
  if (isOpen(rule, standing)) return;
  const text = rule.states.includes(state)
    ? `Only the first party of a connection may ${method}`
    : `Can not perform method "call.${method}" on a call whose state is "${state}"`;
  throw refusal("wrongState", text, standing);
}

/**
 * Lets pass that another call is dialled for this one.
 *
 * @throws {CtiError} `wrongState`
 */
export function checkParent(standing: Standing): void {
  checkIdle(
    standing,
    (state) =>
      `Can not construct a call with parent call's state is "${state}"`,
  );
}

/**
 * Lets a call pass that can be the second party of a connection.
 *
 * @throws {CtiError} `wrongState`
 */
export function checkSecondParty(standing: Standing): void {
  checkIdle(
    standing,
    (state) =>
      `Can not perform method "call.connect_start" on a bridge call whose state is "${state}"`,
  );
}

function checkIdle(
  standing: Standing,
  text: (state: CallState) => string,
): void {
  const { state } = standing;
  if (state !== "Idle") throw refusal("wrongState", text(state), standing);
}

function refusal(
  fault: "wrongState" | "wrongDirection",
  text: string,
  standing: Standing,
): CtiError {
  const allowed_methods = allowedMethods(standing);
  return new CtiError(fault, text, { state: standing.state, allowed_methods });
}

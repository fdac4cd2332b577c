import type { Arrows } from "../base/machine.ts";

/** What a call is doing (`sys.call.rst`, the state graph). */
export type CallState =
  | "Initiated"
  | "Answer"
  | "Idle"
  | "Play"
  | "Record"
  | "SendDtmf"
  | "ReceiveDtmf"
  | "Dial"
  | "Connect"
  | "Conf"
  | "Released";

/** What leads a call from one state to the next. */
export type CallInput =
  /** An application takes an incoming call. */
  | "answer"
  /** The call is up: acknowledged if it came in, answered if it went out. */
  | "answered"
  | "play"
  | "record"
  | "sendDtmf"
  | "receiveDtmf"
  | "dial"
  | "connect"
  | "conf"
  /** The running action has ended. */
  | "completed"
  | "hangUp";

/**
 * The state graph of `sys.call.rst`. A call that is hung up during an action
 * goes by way of `Idle`, so `hangUp` leads nowhere from an action's state.
 */
export const CALL_ARROWS: Arrows<CallState, CallInput, never> = {
  Initiated: {
    answer: ["Answer"],
    answered: ["Idle"],
    hangUp: ["Released"],
  },
  Answer: {
    answered: ["Idle"],
    hangUp: ["Released"],
  },
  Idle: {
    play: ["Play"],
    record: ["Record"],
    sendDtmf: ["SendDtmf"],
    receiveDtmf: ["ReceiveDtmf"],
    dial: ["Dial"],
    connect: ["Connect"],
    conf: ["Conf"],
    hangUp: ["Released"],
  },
  Play: { completed: ["Idle"] },
  Record: { completed: ["Idle"] },
  SendDtmf: { completed: ["Idle"] },
  ReceiveDtmf: { completed: ["Idle"] },
  Dial: { connect: ["Connect"], completed: ["Idle"] },
  Connect: { dial: ["Dial"], completed: ["Idle"] },
  Conf: { completed: ["Idle"] },
  Released: {},
};

/** All of them, in the order of a call's life. */
export const CALL_STATES = Object.keys(CALL_ARROWS) as CallState[];

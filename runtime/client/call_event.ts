import { camelOf, snakeOf } from "../base/names.ts";
import {
  flag,
  type Members,
  number,
  oneOf,
  orNull,
  type Read,
  readShape,
  text,
} from "./shape.ts";

/** The process and, where it is known, the SIP Call-ID that a call has. */
export interface IpscInfo {
  readonly processId: number;
  readonly callId: string | null;
}

const ipscInfo: Read<IpscInfo> = (value) =>
  readShape({ processId: number, callId: orNull(text) }, value, snakeOf);

/** What the other side's Reason said when it ended the call (RFC 3326). */
export interface EndReason {
  /** A SIP status. */
  readonly sip: number | null;
  /** A cause of ITU-T Q.850. */
  readonly q850: number | null;
  readonly text: string | null;
}

const reason: Read<EndReason> = (value) =>
  readShape(
    { sip: orNull(number), q850: orNull(number), text: orNull(text) },
    value,
    snakeOf,
  );

/** A dialog whose place another call is to take (RFC 3891). */
export interface Replaces {
  /** The SIP Call-ID. */
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  /** Only as long as nobody has answered. */
  readonly earlyOnly: boolean;
}

const replaces: Read<Replaces> = (value) =>
  readShape(
    { callId: text, toTag: text, fromTag: text, earlyOnly: flag },
    value,
    snakeOf,
  );

const OF_CALL = {
  eventId: number,
  resId: text,
  userData: orNull(text),
};
/** An action's end; times are Unix seconds, `error` is null if it went well. */
const COMPLETED = {
  ...OF_CALL,
  error: orNull(text),
  beginTime: number,
  endTime: number,
};

/** The events `sys.call.on_*` and the members of each. */
const CALL_EVENTS = {
  incoming: {
    ...OF_CALL,
    fromUri: text,
    toUri: text,
    beginTime: number,
    ipscInfo,
    trunk: orNull(text),
    assertedIdentity: orNull(text),
    privacy: orNull(text),
    replaces: orNull(replaces),
  },
  answerCompleted: COMPLETED,
  ringing: { ...OF_CALL, ringTime: number },
  earlyMedia: { ...OF_CALL, beginTime: number },
  progressCompleted: COMPLETED,
  mediaTimeout: { ...OF_CALL, seconds: number },
  refer: {
    ...OF_CALL,
    referTo: text,
    referredBy: orNull(text),
    replaces: orNull(replaces),
  },
  held: { ...OF_CALL, held: flag },
  dialCompleted: { ...COMPLETED, answerTime: orNull(number) },
  playCompleted: { ...COMPLETED, finishKey: orNull(text) },
  recordCompleted: {
    ...COMPLETED,
    finishKey: orNull(text),
    recordFile: orNull(text),
    seconds: orNull(number),
    bytes: orNull(number),
  },
  sendDtmfCompleted: COMPLETED,
  receiveDtmfCompleted: { ...COMPLETED, keys: orNull(text) },
  connectCompleted: COMPLETED,
  confCompleted: { ...COMPLETED, confResId: text },
  released: {
    ...OF_CALL,
    callDir: oneOf("inbound", "outbound"),
    fromUri: text,
    toUri: text,
    beginTime: number,
    answerTime: orNull(number),
    endTime: number,
    droppedBy: oneOf("sys", "usr"),
    cause: number,
    ipscInfo,
    reason: orNull(reason),
  },
};

/** Every event by its type, such as `CallEvents["playCompleted"]`. */
export type CallEvents = {
  [T in keyof typeof CALL_EVENTS]:
    & { readonly type: T }
    & Members<(typeof CALL_EVENTS)[T]>;
};
export type CallEventType = keyof CallEvents;
/** All that the node tells about calls. */
export type CallEvent = CallEvents[CallEventType];

const PREFIX = "sys.call.on_";

/** Reads a notification; null when it is no event of a call that we know. */
export function readCallEvent(
  method: string,
  params: unknown,
): CallEvent | null {
  if (!method.startsWith(PREFIX)) return null;
  const type = camelOf(method.slice(PREFIX.length));
  if (!isCallEventType(type)) return null;
  const members = readShape(CALL_EVENTS[type], params, snakeOf);
  return members ? { type, ...members } as CallEvent : null;
}

function isCallEventType(type: string): type is CallEventType {
  return Object.hasOwn(CALL_EVENTS, type);
}

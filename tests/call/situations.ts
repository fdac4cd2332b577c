import type { Call } from "../../runtime/call/call.ts";
import type { Meeting } from "../../runtime/call/meeting.ts";
import type { CallDirection } from "../../runtime/call/methods.ts";
import type { CallState } from "../../runtime/call/states.ts";
import {
  CONF_ENTER,
  CONNECT,
  OFFER,
  PLAY,
  RECEIVE,
  RECORD,
  type Rig,
  settle,
} from "./rig.ts";

/** A conference that lets everybody in. */
export const ROOM: Meeting = {
  resId: "0.0.0-sys.conf-1",
  enter: (_, over) => ({ leave: over }),
};

/** A way in which a call comes into a state. */
export interface Situation {
  readonly direction: CallDirection;
  readonly state: CallState;
  /** What tells it from others in that state. */
  readonly as?: string;
  reach(rig: Rig): Promise<Call>;
}

type Start = (call: Call, other: Call) => void;

const SECOND = "the second party";
const NOTHING: Start = () => {};

/** What is begun on an answered call, and the state that it is in then. */
const BEGUN: readonly [CallState, Start, as?: string][] = [
  ["Idle", NOTHING],
  ["Play", (call) => call.playStart(PLAY)],
  ["Record", (call) => call.recordStart(RECORD)],
  ["SendDtmf", (call) => call.sendDtmfStart("123")],
  ["ReceiveDtmf", (call) => call.receiveDtmfStart(RECEIVE)],
  ["Connect", (call, other) => call.connectStart(other, CONNECT)],
  ["Connect", (call, other) => other.connectStart(call, CONNECT), SECOND],
  ["Conf", (call) => call.confEnter(ROOM, CONF_ENTER)],
  ["Released", (call) => call.drop()],
];

function begun(direction: CallDirection): Situation[] {
  return BEGUN.map(([state, start, as]) => ({
    direction,
    state,
    ...as && { as },
    reach: async (rig) => {
      const { call: other } = await rig.inbound();
      const { call } = await rig[direction]();
      start(call, other);
      await settle();
      return call;
    },
  }));
}

/** A parent, while its child rings and when that is answered. */
function dialling(direction: CallDirection): Situation[] {
  return ["with a ringing child", "with an answered child"].map((as) => ({
    direction,
    state: "Dial",
    as,
    reach: async (rig) => {
      const { call } = await rig[direction]();
      const { session } = await rig.dial({ parentResId: call.resId });
      session.provisional(180);
      if (as === "with an answered child") session.answer(OFFER);
      return call;
    },
  }));
}

function unanswered(state: CallState, start: Start, as?: string): Situation {
  return {
    direction: "inbound",
    state,
    ...as && { as },
    reach: async (rig) => {
      rig.ring();
      const call = rig.last;
      start(call, call);
      await settle();
      return call;
    },
  };
}

const ANSWER = { maxAnswerSeconds: 60, userData: null };
const PROGRESS = { content: ["ring.wav"], repeat: 0 };

/** Every state that a call can be in, in each direction, by every way. */
export const SITUATIONS: readonly Situation[] = [
  unanswered("Initiated", NOTHING),
  unanswered("Initiated", (call) => call.progress(PROGRESS), "in progress"),
  unanswered("Answer", (call) => call.answer(ANSWER)),
  ...begun("inbound"),
  ...dialling("inbound"),
  {
    direction: "outbound",
    state: "Initiated",
    reach: async (rig) => (await rig.dial()).call,
  },
  ...begun("outbound"),
  ...dialling("outbound"),
];

export function isSecondParty({ as }: Situation): boolean {
  return as === SECOND;
}

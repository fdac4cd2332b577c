import assert from "node:assert/strict";
import type { Call } from "../../runtime/call/call.ts";
import type { Conference } from "../../runtime/conf/conference.ts";
import type { FakeSession } from "../support/fake_session.ts";
import type { RaceWorld } from "./race_world.ts";
import {
  CONF_ENTER,
  CONFERENCE,
  CONNECT,
  CONSTRUCT,
  OFFER,
  PLAY,
  RECEIVE,
  RECORD,
  settle,
} from "./rig.ts";

/** Seconds in which what may time out does so; if not, it takes long. */
export const LIMIT = 1;
const LONG = 600;

const CONNECTION_ENDS = [
  "connectCompleted null",
  "connectCompleted bridge timeout",
  "connectCompleted hungup when bridge",
];

function limit(world: RaceWorld): number {
  return world.oneOf([LIMIT, LONG]);
}

function ring(world: RaceWorld): [Call, FakeSession] {
  const session = world.rig.ring();
  return [world.rig.last, session];
}

function answer(world: RaceWorld, call: Call): void {
  const options = { maxAnswerSeconds: limit(world), userData: null };
  world.ledger.begin(call.resId, () => call.answer(options));
}

/** A caller who has been answered. */
async function up(world: RaceWorld): Promise<Call> {
  const [call, session] = ring(world);
  answer(world, call);
  await settle();
  session.acknowledge();
  return call;
}

function begin({ ledger }: RaceWorld, call: Call, work: () => void): void {
  assert.ok(ledger.begin(call.resId, work), `refused in ${call.state}`);
}

function connect(world: RaceWorld, first: Call, second: Call): void {
  const recordFile = world.oneOf([null, "talk.wav"]);
  const options = { ...CONNECT, maxSeconds: limit(world), recordFile };
  begin(world, first, () => first.connectStart(second, options));
}

/** Somebody else is called, for a parent perhaps, and it rings there. */
async function dial(
  world: RaceWorld,
  parent: Call | null,
): Promise<FakeSession> {
  const { rig, ledger } = world;
  const { resId } = await rig.calls.construct({
    ...CONSTRUCT,
    maxRingSeconds: limit(world),
    parentResId: parent?.resId ?? null,
    ringPlayFile: world.oneOf([null, ["ring.wav"]]),
  });
  ledger.open(resId, 1);
  const session = rig.sessions[rig.sessions.length - 1];
  session.provisional(180, world.oneOf([null, OFFER]));
  return session;
}

function confer(world: RaceWorld): Conference {
  const { chance, rig, ledger } = world;
  const conference = rig.conferences.construct({
    ...CONFERENCE,
    maxSeconds: limit(world),
    partsThreshold: chance.integer(3) - 1,
  });
  ledger.open(conference.resId);
  return conference;
}

/** How a moment is reached, and how it may end: all of that has to be seen. */
export interface Moment {
  readonly reach: (world: RaceWorld) => unknown;
  readonly ends: readonly string[];
}

export const MOMENTS: Readonly<Record<string, Moment>> = {
  "a caller rings": {
    reach: ring,
    ends: [
      "answerCompleted hungup when answering",
      "progressCompleted hungup when progressing",
    ],
  },
  "a call is being answered": {
    reach: (world) => {
      const [call] = ring(world);
      answer(world, call);
      return world.turn();
    },
    ends: [
      "answerCompleted null",
      "answerCompleted hungup when answering",
      "answerCompleted Un-catchable answer error.",
    ],
  },
  "a call is being dialled": {
    reach: (world) => dial(world, null),
    ends: [
      "dialCompleted null",
      "dialCompleted dial failed",
      "dialCompleted dial timeout",
      "dialCompleted dial error",
    ],
  },
  "a call is at rest": { reach: up, ends: ["released"] },
  "something is played": {
    reach: async (world) => {
      const call = await up(world);
      begin(world, call, () => call.playStart({ ...PLAY, finishKeys: "#" }));
    },
    ends: ["playCompleted null", "playCompleted hungup when playing"],
  },
  "something is recorded": {
    reach: async (world) => {
      const call = await up(world);
      begin(world, call, () => call.recordStart(RECORD));
    },
    ends: [
      "recordCompleted null",
      "recordCompleted record error",
      "recordCompleted record timeout",
      "recordCompleted hungup while recording",
    ],
  },
  "keys are sent": {
    reach: async (world) => {
      const call = await up(world);
      begin(world, call, () => call.sendDtmfStart("12"));
    },
    ends: [
      "sendDtmfCompleted null",
      "sendDtmfCompleted hungup when sending dtmf",
    ],
  },
  "keys are waited for": {
    reach: async (world) => {
      const call = await up(world);
      const options = { ...RECEIVE, firstKeyTimeout: limit(world) };
      begin(world, call, () => call.receiveDtmfStart(options));
    },
    ends: [
      "receiveDtmfCompleted null",
      "receiveDtmfCompleted receiving dtmf timeout",
      "receiveDtmfCompleted hungup when receiving demf",
    ],
  },
  "two are connected": {
    reach: async (world) => connect(world, await up(world), await up(world)),
    ends: CONNECTION_ENDS,
  },
  "a call is dialled for another": {
    reach: async (world) => dial(world, await up(world)),
    ends: ["dialCompleted null", "dialCompleted dial timeout"],
  },
  "a call that was dialled for another is up": {
    reach: async (world) => {
      const child = await dial(world, await up(world));
      child.answer(OFFER);
    },
    ends: ["released"],
  },
  "two are connected, and for the first another one is dialled": {
    reach: async (world) => {
      const first = await up(world);
      await dial(world, first);
      connect(world, first, await up(world));
    },
    ends: [...CONNECTION_ENDS, "dialCompleted null"],
  },
  "some are in a conference": {
    reach: async (world) => {
      const conference = confer(world);
      for (let members = 1 + world.chance.integer(3); members > 0; members--) {
        const call = await up(world);
        const options = { ...CONF_ENTER, maxSeconds: limit(world) };
        begin(world, call, () => call.confEnter(conference, options));
      }
    },
    ends: [
      "confCompleted null",
      "confCompleted conf timeout",
      "confCompleted hungup when join conf",
      "conferenceReleased",
    ],
  },
};

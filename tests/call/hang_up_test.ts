import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { CallEvent } from "../../runtime/call/events.ts";
import {
  OFFER,
  type Party,
  PLAY,
  RECEIVE,
  RECORD,
  Rig,
  settle,
} from "./rig.ts";

type EventType = CallEvent["type"];

/** A moment in a call's course. */
interface Moment {
  reach(rig: Rig): Promise<Party>;
  /** What the running action tells when the call is hung up. */
  readonly completed: EventType | null;
  readonly error: string | null;
}

function acting(
  completed: EventType,
  error: string,
  start: (party: Party, rig: Rig) => void,
): Moment {
  return {
    completed,
    error,
    reach: async (rig) => {
      const party = await rig.inbound();
      start(party, rig);
      await settle();
      return party;
    },
  };
}

async function answering(rig: Rig): Promise<Party> {
  const session = rig.ring();
  const call = rig.last;
  call.answer({ maxAnswerSeconds: 600, userData: null });
  await settle();
  return { call, session, port: rig.media.ports[0] };
}

const PROMPTED = { ...RECEIVE, playContent: ["menu.wav"], playRepeat: 1 };
const PLAYING = "hungup when playing";
const RECORDING = "hungup while recording";
const SENDING = "hungup when sending dtmf";
const RECEIVING = "hungup when receiving demf";
const ANSWERING = "hungup when answering";

const MOMENTS: Readonly<Record<string, Moment>> = {
  "ringing in": {
    completed: null,
    error: null,
    reach: (rig) => {
      const session = rig.ring();
      return Promise.resolve({
        call: rig.last,
        session,
        port: rig.media.ports[0],
      });
    },
  },
  "answering, the port being opened": {
    completed: "answerCompleted",
    error: ANSWERING,
    reach: (rig) => {
      rig.media.opening.shut();
      return answering(rig);
    },
  },
  "answering, the ACK on its way": {
    completed: "answerCompleted",
    error: ANSWERING,
    reach: answering,
  },
  "Idle": {
    completed: null,
    error: null,
    reach: (rig) => rig.inbound(),
  },
  "Play, the file being read": acting(
    "playCompleted",
    PLAYING,
    ({ call }, rig) => {
      rig.sound.loading.shut();
      call.playStart(PLAY);
    },
  ),
  "Play": acting(
    "playCompleted",
    PLAYING,
    ({ call }) => call.playStart(PLAY),
  ),
  "Record, the file being created": acting(
    "recordCompleted",
    RECORDING,
    ({ call }, rig) => {
      rig.sound.creating.shut();
      call.recordStart(RECORD);
    },
  ),
  "Record": acting(
    "recordCompleted",
    RECORDING,
    ({ call }) => call.recordStart(RECORD),
  ),
  "SendDtmf": acting(
    "sendDtmfCompleted",
    SENDING,
    ({ call }) => call.sendDtmfStart("12"),
  ),
  "ReceiveDtmf, the prompt being read": acting(
    "receiveDtmfCompleted",
    RECEIVING,
    ({ call }, rig) => {
      rig.sound.loading.shut();
      call.receiveDtmfStart(PROMPTED);
    },
  ),
  "ReceiveDtmf, the prompt being played": acting(
    "receiveDtmfCompleted",
    RECEIVING,
    ({ call }) => call.receiveDtmfStart(PROMPTED),
  ),
  "ReceiveDtmf, between two keys": acting(
    "receiveDtmfCompleted",
    RECEIVING,
    ({ call, port }) => {
      call.receiveDtmfStart(RECEIVE);
      port.press("1");
    },
  ),
};

/** What may end a call at any of those moments. */
const HANG_UPS: Readonly<
  Record<string, (party: Party, rig: Rig) => void>
> = {
  "the peer's BYE or CANCEL": ({ session }) => session.bye(),
  "drop": ({ call }) => call.drop(),
  "the node closing": (_party, rig) => rig.calls.dropAll(),
};

function openGates(rig: Rig): void {
  rig.media.opening.open();
  for (const gate of [rig.sound.loading, rig.sound.creating]) gate.open();
}

async function checkEnd(
  rig: Rig,
  { completed, error }: Moment,
  resId: string,
): Promise<void> {
  rig.only("released");
  assert.equal(rig.calls.find(resId), undefined);
  openGates(rig);
  await rig.assertAtRest();
  rig.only("released");
  if (completed === null) return;
  const event = rig.only(completed);
  assert.equal("error" in event ? event.error : undefined, error);
}

for (const [when, moment] of Object.entries(MOMENTS)) {
  for (const [how, hangUp] of Object.entries(HANG_UPS)) {
    Deno.test(`${when}: ${how} ends all, told once`, async () => {
      const rig = new Rig();
      const party = await moment.reach(rig);
      hangUp(party, rig);
      await checkEnd(rig, moment, party.call.resId);
    });
  }

  Deno.test(`${when}: a command that crosses the hang-up finds no call`, async () => {
    const rig = new Rig();
    const { call, session } = await moment.reach(rig);
    session.bye();
    const told = rig.events.length;
    assert.throws(
      () => call.drop(),
      (error) =>
        error instanceof CtiError && error.fault === "wrongState" &&
        error.data?.state === "Released",
    );
    assert.throws(
      () => rig.calls.get(call.resId).playStop(),
      (error) => error instanceof CtiError && error.fault === "unknownResource",
    );
    assert.equal(rig.events.length, told);
    await checkEnd(rig, moment, call.resId);
  });

  Deno.test(`${when}: an application that answers every event with a command does no harm`, async () => {
    const rig = new Rig();
    const { call, session } = await moment.reach(rig);
    rig.onEvent = () => {
      assert.equal(call.state, "Released");
      assert.throws(() => call.playStart(PLAY), CtiError);
    };
    session.bye();
    await checkEnd(rig, moment, call.resId);
  });
}

Deno.test("on hang-up the action's end is told before the release", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  call.playStart(PLAY);
  session.bye();
  assert.deepEqual(rig.told().slice(-2), ["playCompleted", "released"]);
});

Deno.test("a peer that hangs up while dialled sounds are loaded is released once", async () => {
  const rig = new Rig();
  const { call, session } = await rig.outbound();
  rig.sound.loading.shut();
  call.playStart({ ...PLAY, repeat: 3 });
  session.bye();
  session.bye();
  rig.sound.loading.open();
  rig.only("released");
  await rig.assertAtRest();
});

Deno.test("a drop while ringing out cancels, and a late answer changes nothing", async () => {
  const rig = new Rig();
  const { call, session } = await rig.dial();
  session.provisional(180);
  call.drop();
  session.answer(OFFER);
  assert.deepEqual(rig.told(), ["ringing", "dialCompleted", "released"]);
  await rig.assertAtRest();
});

Deno.test("a listener that throws keeps nothing from ending in good order", async () => {
  const rig = new Rig();
  const { call, session } = await rig.inbound();
  call.recordStart(RECORD);
  await settle();
  rig.onEvent = () => {
    throw new Error("the log is full");
  };
  session.bye();
  rig.only("released");
  await rig.assertAtRest();
  rig.only("recordCompleted");
});

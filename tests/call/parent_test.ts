import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { ConstructParameters } from "../../runtime/call/parameters.ts";
import type { FakeMix } from "../support/fake_media.ts";
import { CONNECT, OFFER, type Party, PLAY, Rig, settle } from "./rig.ts";

/** A call that is up, and another one that is dialled for it. */
async function family(
  rig: Rig,
  changes: Partial<ConstructParameters> = {},
): Promise<{ parent: Party; child: Party }> {
  const parent = await rig.inbound();
  const { resId: parentResId } = parent.call;
  const child = await rig.dial({ parentResId, ...changes });
  return { parent, child };
}

async function end(rig: Rig): Promise<void> {
  rig.calls.dropAll();
  await rig.assertAtRest();
  assert.equal(rig.media.openMixes, 0);
}

function faultOf(error: unknown): CtiError {
  assert.ok(error instanceof CtiError);
  return error;
}

/** Who is in a mix, and as what. */
function partsOf(mix: FakeMix) {
  return new Map([...mix.members].map(([port, part]) => [port.id, part]));
}

Deno.test("a parent is in Dial as soon as the construction is accepted, while the port opens", async () => {
  const rig = new Rig();
  const parent = await rig.inbound();
  rig.media.opening.shut();
  const dialled = rig.dial({ parentResId: parent.call.resId });
  assert.equal(parent.call.state, "Dial");
  rig.media.opening.open();
  await dialled;
  assert.equal(parent.call.state, "Dial");
  await end(rig);
});

Deno.test("while it is in Dial a parent plays nothing else and is told why", async () => {
  const rig = new Rig();
  const { parent } = await family(rig);
  assert.throws(() => parent.call.playStart(PLAY), {
    message:
      'Can not perform method "call.play_start" on a call whose state is "Dial"',
  });
  await end(rig);
});

Deno.test("a parent that is not Idle is refused by name, and nobody is dialled", async () => {
  const rig = new Rig();
  const parent = await rig.inbound();
  parent.call.playStart(PLAY);
  const { resId: parentResId } = parent.call;
  const fault = faultOf(await rig.dial({ parentResId }).catch((e) => e));
  assert.equal(fault.fault, "wrongState");
  assert.equal(
    fault.message,
    `Can not construct a call with parent call's state is "Play"`,
  );
  assert.equal((fault.data as { state: string }).state, "Play");
  assert.deepEqual(rig.invitations, []);
  assert.equal(rig.media.openPorts, 1);
  await end(rig);
});

Deno.test("of two constructions with one parent in the same instant the second is refused", async () => {
  const rig = new Rig();
  const { call: { resId: parentResId } } = await rig.inbound();
  const both = [rig.dial({ parentResId }), rig.dial({ parentResId })];
  const [first, second] = await Promise.allSettled(both);
  assert.deepEqual([first.status, second.status], ["fulfilled", "rejected"]);
  assert.equal(rig.invitations.length, 1);
  await end(rig);
});

Deno.test("a parent that there is not is an unknown resource", async () => {
  const rig = new Rig();
  const parentResId = "0.0.0-sys.call-1";
  const fault = faultOf(await rig.dial({ parentResId }).catch((e) => e));
  assert.equal(fault.fault, "unknownResource");
  assert.deepEqual(rig.invitations, []);
});

Deno.test("a ring file of a forbidden path is refused, and the parent stays Idle", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  const construction = { parentResId: call.resId, ringPlayFile: ["../x.wav"] };
  const fault = faultOf(await rig.dial(construction).catch((e) => e));
  assert.equal(fault.fault, "forbiddenPath");
  assert.equal(call.state, "Idle");
  await end(rig);
});

Deno.test("a dial that cannot start leaves the parent Idle again", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  rig.media.isFull = true;
  const construction = rig.dial({ parentResId: call.resId });
  assert.equal(call.state, "Dial");
  await assert.rejects(construction, CtiError);
  assert.equal(call.state, "Idle");
  await end(rig);
});

Deno.test("a list of addresses keeps the parent in Dial until one takes the dial", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig, { toUri: ["1", "1@192.0.2.7"] });
  assert.equal(parent.call.state, "Dial");
  child.session.refuse(486);
  assert.equal(parent.call.state, "Idle");
  await end(rig);
});

Deno.test("ring_play_file is played for ever from the far ringing on, until the answer", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig, { ringPlayFile: ["ring.wav"] });
  assert.deepEqual(parent.port.deeds, []);
  child.session.provisional(180);
  await settle();
  assert.deepEqual(parent.port.deeds, ["play 1 x null"]);
  child.session.provisional(180);
  await settle();
  assert.deepEqual(parent.port.running, ["play"]);
  child.session.answer(OFFER);
  assert.deepEqual(parent.port.running, []);
  assert.equal(rig.media.mixes.length, 0);
  await end(rig);
});

Deno.test("ring_play_file goes before the far end's own sound", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig, { ringPlayFile: ["ring.wav"] });
  child.session.provisional(183, OFFER);
  child.port.speak();
  await settle();
  assert.deepEqual(parent.port.running, ["play"]);
  assert.equal(rig.media.mixes.length, 0);
  await end(rig);
});

Deno.test("a ring_play_file that cannot be played leaves the far end's sound", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig, {
    ringPlayFile: ["missing.wav"],
  });
  child.session.provisional(183, OFFER);
  await settle();
  assert.deepEqual(parent.port.running, []);
  assert.equal(rig.media.openMixes, 1);
  await end(rig);
});

Deno.test("without a file the parent hears the far end before it answers, and says nothing to it", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.provisional(183, OFFER);
  const [mix] = rig.media.mixes;
  assert.deepEqual(
    partsOf(mix),
    new Map([[parent.port.id, { talk: false }], [child.port.id, {
      listen: false,
    }]]),
  );
  child.session.answer(OFFER);
  assert.equal(mix.isClosed, true);
  assert.equal(parent.call.state, "Dial");
  await end(rig);
});

Deno.test("a far end that only says it rings is heard as a ring tone of ours", async () => {
  const rig = new Rig({ tonePlan: "us" });
  const { parent, child } = await family(rig);
  child.session.provisional(180);
  assert.deepEqual(parent.port.deeds, ["say ringback of us"]);
  child.session.answer(OFFER);
  assert.deepEqual(parent.port.running, []);
  await end(rig);
});

Deno.test("RFC 3960 §3.2: our ring tone ends when the far end's sound comes, not when it is announced", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.provisional(180, OFFER);
  assert.deepEqual(parent.port.running, ["tone"]);
  assert.equal(rig.media.openMixes, 1);
  child.port.speak();
  await settle();
  assert.deepEqual(parent.port.running, []);
  assert.equal(rig.media.openMixes, 1);
  child.session.provisional(180);
  assert.deepEqual(parent.port.running, []);
  await end(rig);
});

Deno.test("RFC 3960 §3.2: a 183 alone makes no ring tone", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.provisional(183);
  assert.deepEqual(parent.port.deeds, []);
  child.session.provisional(180);
  assert.deepEqual(parent.port.running, ["tone"]);
  await end(rig);
});

const FAILURES: readonly [string, (child: Party, rig: Rig) => void][] = [
  ["refused", ({ session }) => session.refuse(486)],
  ["not answered in time", (_, rig) => rig.clock.wind(90_000)],
  ["dropped", ({ call }) => call.drop()],
  [
    "answered with what nobody speaks",
    ({ session }) => session.answer("nonsense"),
  ],
];

for (const [how, fail] of FAILURES) {
  Deno.test(`a dial that is ${how} has left the parent Idle and silent when it is told`, async () => {
    const rig = new Rig();
    const { parent, child } = await family(rig);
    child.session.provisional(180, OFFER);
    rig.onEvent = ({ type }) => {
      if (type !== "dialCompleted") return;
      assert.deepEqual(parent.port.running, []);
      parent.call.playStart(PLAY);
    };
    fail(child, rig);
    await settle();
    assert.equal(parent.call.state, "Play");
    assert.notEqual(rig.only("dialCompleted").error, null);
    assert.equal(rig.media.openMixes, 0);
    await end(rig);
  });
}

Deno.test("an answered child leaves the parent in Dial until it is released; nothing is told of the parent", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.answer(OFFER);
  assert.equal(parent.call.state, "Dial");
  assert.equal(child.call.state, "Idle");
  child.session.bye();
  assert.equal(parent.call.state, "Idle");
  assert.deepEqual(rig.told(parent.call.resId), [
    "incoming",
    "answerCompleted",
  ]);
  await end(rig);
});

Deno.test("a parent that hangs up is told of once, and the dial goes on without it", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.provisional(180, OFFER);
  parent.session.bye();
  assert.deepEqual(rig.told(parent.call.resId).at(-1), "released");
  assert.equal(rig.media.openMixes, 0);
  child.port.speak();
  child.session.provisional(180);
  await settle();
  child.session.answer(OFFER);
  assert.equal(rig.only("dialCompleted").error, null);
  assert.equal(child.call.state, "Idle");
  await end(rig);
});

Deno.test("a parent that hangs up while the child's port opens lets it be dialled", async () => {
  const rig = new Rig();
  const parent = await rig.inbound();
  rig.media.opening.shut();
  const dialled = rig.dial({ parentResId: parent.call.resId });
  parent.session.bye();
  rig.media.opening.open();
  const { call } = await dialled;
  assert.equal(call.state, "Initiated");
  await end(rig);
});

Deno.test("a parent's own time limit counts on in Dial", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig, { maxRingSeconds: 3600 });
  child.session.provisional(180);
  rig.clock.wind(600_000);
  assert.equal(parent.call.state, "Released");
  assert.equal(child.call.state, "Initiated");
  await end(rig);
});

Deno.test("a parent in Dial is at no rest; when the child has gone it is", async () => {
  const rig = new Rig({ idleSeconds: 10 });
  const { parent, child } = await family(rig, { maxRingSeconds: 100 });
  child.session.provisional(180);
  rig.clock.wind(30_000);
  assert.equal(parent.call.state, "Dial");
  child.session.refuse(486);
  rig.clock.wind(10_000);
  assert.equal(parent.call.state, "Released");
  await end(rig);
});

Deno.test("where there is no mix for the far end's sound the ring tone is ours", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  rig.media.openMix = () => {
    throw new CtiError("overloaded", "No mix is free");
  };
  child.session.provisional(180, OFFER);
  child.port.speak();
  await settle();
  assert.deepEqual(parent.port.running, ["tone"]);
  await end(rig);
});

Deno.test("a connection begins from Dial, and ends the waiting for the child that answered", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  child.session.answer(OFFER);
  parent.call.connectStart(child.call, CONNECT);
  assert.equal(parent.call.state, "Connect");
  parent.call.connectStop();
  await settle();
  assert.deepEqual([parent.call.state, child.call.state], ["Idle", "Idle"]);
  await end(rig);
});

Deno.test("a connection to a third call silences the ringing of the child, which is heard again after it", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  const third = await rig.outbound();
  child.session.provisional(180);
  parent.call.connectStart(third.call, CONNECT);
  assert.deepEqual([parent.call.state, parent.port.running], ["Connect", []]);
  third.session.bye();
  await settle();
  assert.deepEqual([parent.call.state, parent.port.running], ["Dial", [
    "tone",
  ]]);
  child.session.refuse(486);
  assert.deepEqual([parent.call.state, parent.port.running], ["Idle", []]);
  await end(rig);
});

const WHILE_CONNECTED: readonly [string, (child: Party) => void][] = [
  ["answers", ({ session }) => session.answer(OFFER)],
  ["fails", ({ session }) => session.refuse(486)],
];

for (const [what, happen] of WHILE_CONNECTED) {
  Deno.test(`a child that ${what} while its parent is connected to a third leaves that Idle afterwards`, async () => {
    const rig = new Rig();
    const { parent, child } = await family(rig);
    const third = await rig.outbound();
    parent.call.connectStart(third.call, CONNECT);
    happen(child);
    assert.equal(parent.call.state, "Connect");
    parent.call.connectStop();
    await settle();
    assert.equal(parent.call.state, "Idle");
    await end(rig);
  });
}

Deno.test("a parent that hangs up in a connection to a third waits for nothing more", async () => {
  const rig = new Rig();
  const { parent, child } = await family(rig);
  const third = await rig.outbound();
  child.session.provisional(180, OFFER);
  parent.call.connectStart(third.call, CONNECT);
  parent.session.bye();
  child.session.answer(OFFER);
  assert.equal(rig.only("connectCompleted").error, "hungup when bridge");
  assert.deepEqual([third.call.state, child.call.state], ["Idle", "Idle"]);
  await end(rig);
});

import assert from "node:assert/strict";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import { CtiError } from "../../runtime/base/fault.ts";
import type { Call } from "../../runtime/call/call.ts";
import type { FakeSession } from "../support/fake_session.ts";
import { FOREIGN_OFFER, HOLD_OFFER, OFFER, Rig, type RigEvent } from "./rig.ts";

/** One world in which everything happens by chance. */
interface World {
  readonly rig: Rig;
  readonly chance: Chance;
  /** How often each call began an action that has to be completed. */
  readonly begun: Map<string, number>;
}

function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  return choices[chance.integer(choices.length)];
}

function someSession({ rig, chance }: World): FakeSession | undefined {
  return rig.sessions.length ? oneOf(chance, rig.sessions) : undefined;
}

/** The ids of all calls that were ever told of or constructed. */
function someCall({ rig, chance, begun }: World): Call | undefined {
  return begun.size
    ? rig.calls.find(oneOf(chance, [...begun.keys()]))
    : undefined;
}

function noteBegun({ begun }: World, call: Call): void {
  begun.set(call.resId, (begun.get(call.resId) ?? 0) + 1);
}

const KEYS = "0123456789*#ABCD";
const OFFERS = [OFFER, HOLD_OFFER, FOREIGN_OFFER, "nonsense", null];

const ACTIONS: readonly ((call: Call, chance: Chance) => void)[] = [
  (call, chance) =>
    call.answer({ maxAnswerSeconds: 1 + chance.integer(60), userData: null }),
  (call, chance) =>
    call.progress({
      content: oneOf(chance, [null, ["ring.wav"], ["ring.wav", "missing.wav"]]),
      repeat: chance.integer(3),
    }),
  (call, chance) =>
    call.playStart({
      content: oneOf(chance, [["a.wav"], ["a.wav", "missing.wav"], []]),
      finishKeys: oneOf(chance, ["", "#", "12"]),
      repeat: chance.integer(3),
    }),
  (call, chance) =>
    call.recordStart({
      maxSeconds: 10,
      beep: false,
      recordFile: oneOf(chance, ["r.wav", "forbidden.wav"]),
      recordFormat: 1 + chance.integer(4),
      finishKeys: "#",
    }),
  (call) => call.sendDtmfStart("123"),
  (call, chance) =>
    call.receiveDtmfStart({
      validKeys: oneOf(chance, [KEYS, "0123456789"]),
      maxKeys: 1 + chance.integer(3),
      finishKeys: "#",
      firstKeyTimeout: 1 + chance.integer(3),
      continuesKeysTimeout: 1 + chance.integer(3),
      playContent: oneOf(chance, [null, ["a.wav", "menu.wav"], [
        "missing.wav",
      ]]),
      playRepeat: chance.integer(3),
      breakOnKey: chance.integer(2) === 0,
      includingFinishKey: chance.integer(2) === 0,
    }),
];

const COMMANDS: readonly ((call: Call, chance: Chance) => void)[] = [
  (call) => call.nop(),
  (call) => call.playStop(),
  (call) => call.recordStop(),
  (call) => call.receiveDtmfStop(),
  (call) => call.redirect("10.0.0.9"),
  (call) => call.reject(486),
  (call, chance) => call.drop(oneOf(chance, [603, 486, 200])),
];

function isRefusal(error: unknown): boolean {
  return error instanceof CtiError;
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    assert.ok(isRefusal(error), String(error));
    return false;
  }
}

function act(world: World): void {
  const call = someCall(world);
  if (!call) return;
  const action = oneOf(world.chance, ACTIONS);
  // Counted first: it may be over, and told, before the command returns.
  noteBegun(world, call);
  if (attempt(() => action(call, world.chance))) return;
  world.begun.set(call.resId, (world.begun.get(call.resId) ?? 0) - 1);
}

function command(world: World): void {
  const call = someCall(world);
  const chosen = oneOf(world.chance, COMMANDS);
  if (call) attempt(() => chosen(call, world.chance));
}

function dial(world: World): void {
  const { rig, begun, chance } = world;
  rig.calls.construct({
    fromUri: null,
    toUri: oneOf(chance, ["1@192.0.2.7", "1"]),
    maxAnswerSeconds: 20,
    maxRingSeconds: 5,
    parentResId: null,
    ringPlayFile: null,
    userData: null,
  }).then(
    ({ resId }) => begun.set(resId, (begun.get(resId) ?? 0) + 1),
    (error) => assert.ok(isRefusal(error), String(error)),
  );
}

function farEnd(world: World): void {
  const session = someSession(world);
  const { chance } = world;
  oneOf(chance, [
    () =>
      session?.provisional(oneOf(chance, [180, 183]), oneOf(chance, OFFERS)),
    () => session?.prack(oneOf(chance, [OFFER, HOLD_OFFER, "nonsense"])),
    () => session?.answer(oneOf(chance, OFFERS)),
    () => session?.acknowledge(oneOf(chance, OFFERS)),
    () => session?.reinvite(oneOf(chance, OFFERS)),
    () => session?.acknowledge(),
    () => session?.acknowledge(),
  ])();
}

function farHangUp(world: World): void {
  const session = someSession(world);
  if (!session || session.isOver) return;
  oneOf(world.chance, [
    () => session.bye(),
    () => session.refuse(486),
    () => session.timeOut(),
  ])();
}

function gates({ rig }: World) {
  const { loading, creating, disk } = rig.sound;
  return [rig.media.opening, loading, creating, disk];
}

/** What can happen, the commoner the more often. */
const HAPPENINGS: readonly ((world: World) => void)[] = [
  ({ rig, chance }) =>
    void rig.ring({
      offer: oneOf(chance, OFFERS),
      reliability: oneOf(chance, ["none", "supported", "required"]),
    }),
  dial,
  act,
  act,
  act,
  act,
  command,
  command,
  farEnd,
  farEnd,
  farEnd,
  farHangUp,
  ({ rig, chance }) => {
    if (rig.media.ports.length === 0) return;
    oneOf(chance, rig.media.ports).press(KEYS[chance.integer(KEYS.length)]);
  },
  ({ rig, chance }) => {
    if (rig.media.ports.length) oneOf(chance, rig.media.ports).finish();
  },
  ({ rig, chance }) => {
    if (rig.sound.recordings.length === 0) return;
    oneOf(chance, rig.sound.recordings).fail("disk full");
  },
  ({ rig, chance }) => rig.clock.wind(chance.integer(3) * 500),
  (world) => oneOf(world.chance, gates(world)).shut(),
  (world) => oneOf(world.chance, gates(world)).open(),
  ({ rig, chance }) => rig.media.isFull = chance.integer(4) === 0,
];

/** An application that answers events at once with whatever it likes. */
function eager(world: World, event: RigEvent): void {
  if (event.type === "incoming") world.begun.set(event.resId, 0);
  const turn = world.chance.integer(4);
  if (turn === 0) act(world);
  if (turn === 1) command(world);
}

const COMPLETED = /Completed$/;

function count(events: readonly RigEvent[], resId: string, type: RegExp) {
  return events.filter((one) => one.resId === resId && type.test(one.type))
    .length;
}

async function someTurns(chance: Chance): Promise<void> {
  for (let turn = chance.integer(4); turn > 0; turn--) await null;
}

/** Many things at the same instants, then everything ends. */
async function race(seed: number): Promise<World> {
  const chance = new SeededChance(seed);
  const rig = new Rig({
    maxCalls: 4,
    idleSeconds: oneOf(chance, [0, 3, 30]),
  });
  const world: World = { rig, chance, begun: new Map() };
  rig.onEvent = (event) => eager(world, event);
  for (let n = 0; n < 60; n++) {
    oneOf(chance, HAPPENINGS)(world);
    await someTurns(chance);
  }
  for (const gate of gates(world)) gate.open();
  const closed = rig.calls.close();
  await closed;
  await rig.assertAtRest();
  return world;
}

Deno.test("whatever happens at whatever instant, each call is released once, each action completed once, and nothing is left", async () => {
  let calls = 0;
  const seen = new Set<string>();
  for (let seed = 0; seed < 4000; seed++) {
    const { rig, begun } = await race(seed);
    for (const [resId, actions] of begun) {
      const place = `seed ${seed}, ${resId}: ${rig.told(resId)}`;
      assert.equal(count(rig.events, resId, /^released$/), 1, place);
      assert.equal(count(rig.events, resId, COMPLETED), actions, place);
      calls++;
    }
    for (const { type } of rig.events) seen.add(type);
  }
  assert.ok(calls > 4000, `only ${calls} calls`);
  assert.equal(seen.size, 12, [...seen].join(" "));
});

import assert from "node:assert/strict";
import { act, actOrNot, command, confer, dial, KEYS } from "./race_deeds.ts";
import { RaceWorld, Tellings } from "./race_world.ts";
import { FOREIGN_OFFER, HOLD_OFFER, OFFER } from "./rig.ts";

const OFFERS = [OFFER, HOLD_OFFER, FOREIGN_OFFER, "nonsense", null];

type Happening = (world: RaceWorld) => void;

function farEnd(world: RaceWorld): void {
  const { session } = world;
  const offer = world.oneOf(OFFERS);
  world.oneOf([
    () => session?.provisional(world.oneOf([180, 183]), offer),
    () => session?.prack(world.oneOf([OFFER, HOLD_OFFER, "nonsense"])),
    () => session?.answer(offer),
    () => session?.acknowledge(offer),
    () => session?.reinvite(offer),
    () => session?.acknowledge(),
    () => session?.acknowledge(),
  ])();
}

function farHangUp(world: RaceWorld): void {
  const { session } = world;
  if (!session || session.isOver) return;
  world.oneOf([
    () => session.bye(),
    () => session.cancel(),
    () => session.refuse(486),
    () => session.timeOut(),
  ])();
}

/** What can happen, the commoner the more often. */
const HAPPENINGS: readonly Happening[] = [
  (world) =>
    void world.rig.ring({
      offer: world.oneOf(OFFERS),
      reliability: world.oneOf(["none", "supported", "required"]),
    }),
  confer,
  dial,
  dial,
  act,
  act,
  act,
  act,
  act,
  command,
  command,
  farEnd,
  farEnd,
  farEnd,
  ({ rig }) => rig.sessions[rig.sessions.length - 1]?.answer(OFFER),
  farHangUp,
  (world) => {
    const { ports } = world.rig.media;
    if (ports.length) world.oneOf(ports).press(world.oneOf([...KEYS]));
  },
  (world) => {
    const { ports, mixes } = world.rig.media;
    if (ports.length) world.oneOf([...ports, ...mixes]).finish();
  },
  (world) => {
    const { recordings } = world.rig.sound;
    if (recordings.length) world.oneOf(recordings).fail("disk full");
  },
  ({ rig, chance }) => rig.clock.wind(chance.integer(3) * 500),
  (world) => world.oneOf(world.gates).shut(),
  (world) => world.oneOf(world.gates).open(),
  ({ rig, chance }) => rig.media.isFull = chance.integer(4) === 0,
  ({ rig, chance }) => rig.media.hasNoMix = chance.integer(4) === 0,
];

/** What was told of some at least; the other test tells the rest. */
const COMMON = [
  "answerCompleted null",
  "answerCompleted hungup when answering",
  "progressCompleted null",
  "dialCompleted null",
  "dialCompleted dial error",
  "dialCompleted dial failed",
  "playCompleted null",
  "recordCompleted record error",
  "sendDtmfCompleted null",
  "receiveDtmfCompleted null",
  "connectCompleted hungup when bridge",
  "confCompleted hungup when join conf",
  "conferencePlayCompleted",
  "conferenceRecordCompleted",
  "conferenceReleased",
  "released",
];

/** Many things at the same instants, then everything ends. */
async function race(seed: number): Promise<RaceWorld> {
  const world = new RaceWorld(seed, 6);
  const { rig, chance, ledger } = world;
  for (let up = chance.integer(4); up > 0; up--) {
    const { call } = await rig.inbound();
    ledger.open(call.resId, 1);
  }
  world.onEvent = () => actOrNot(world);
  for (let n = 0; n < 60; n++) {
    world.oneOf(HAPPENINGS)(world);
    await world.turn();
  }
  return world;
}

Deno.test("whatever happens at whatever instant, each call is released once, each action completed once, and nothing is left", async () => {
  let ended = 0;
  const tellings = new Tellings();
  for (let seed = 0; seed < 4000; seed++) {
    const world = await race(seed);
    ended += await world.end(`seed ${seed}`);
    tellings.add(world.rig);
  }
  assert.ok(ended > 16_000, `only ${ended} calls and conferences`);
  assert.deepEqual(tellings.seldom(COMMON, 20), []);
});

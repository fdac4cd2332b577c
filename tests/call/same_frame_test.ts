import assert from "node:assert/strict";
import { inMilliseconds } from "../../runtime/base/units.ts";
import type { FakeSession } from "../support/fake_session.ts";
import { act, actOrNot, command } from "./race_deeds.ts";
import { LIMIT, type Moment, MOMENTS } from "./race_moments.ts";
import { RaceWorld, Tellings } from "./race_world.ts";
import { OFFER, PLAY, RECEIVE, settle } from "./rig.ts";

/** One heartbeat, in ms: so long many things happen. */
const FRAME = 20;
/** What times out does it half a frame after the first thing happens. */
const BEFORE = inMilliseconds(LIMIT) - FRAME / 2;

type Hit = (world: RaceWorld) => void;

function farEnd(world: RaceWorld, deed: (session: FakeSession) => void): void {
  const { session } = world;
  if (session && !session.isOver) deed(session);
}

function everyStop({ call, ledger }: RaceWorld): void {
  if (!call) return;
  const stops = [
    () => call.playStop(),
    () => call.recordStop(),
    () => call.sendDtmfStop(),
    () => call.receiveDtmfStop(),
    () => call.connectStop(),
  ];
  for (const stop of stops) ledger.attempt(stop);
}

/** Two commands at once: the second finds the state that the first has left. */
function startTwo({ call, ledger }: RaceWorld): void {
  if (!call) return;
  ledger.begin(call.resId, () => call.playStart(PLAY));
  ledger.begin(call.resId, () => call.receiveDtmfStart(RECEIVE));
}

/** What meets in one frame; what is likely to end something more often. */
const HITS: readonly Hit[] = [
  (world) => farEnd(world, (session) => session.bye()),
  (world) => farEnd(world, (session) => session.bye()),
  (world) => farEnd(world, (session) => session.cancel()),
  (world) => farEnd(world, (session) => session.timeOut()),
  (world) => farEnd(world, (session) => session.refuse(486)),
  (world) => farEnd(world, (session) => session.acknowledge()),
  (world) => farEnd(world, (session) => session.answer(OFFER)),
  /** Both of a connection, all of a conference. */
  ({ rig }) => {
    for (const session of rig.sessions) if (!session.isOver) session.bye();
  },
  ({ rig }) => rig.media.ports.forEach((port) => port.press("#")),
  ({ rig }) => rig.media.ports.forEach((port) => port.finish()),
  ({ rig }) => rig.media.mixes.forEach((mix) => mix.finish()),
  everyStop,
  everyStop,
  ({ call, ledger }) => call && ledger.attempt(() => call.drop()),
  (world) => {
    const { call, conference, ledger } = world;
    if (!call || !conference) return;
    ledger.attempt(() => call.confExit(conference.resId));
  },
  ({ conference }) => conference?.release(),
  command,
  act,
  startTwo,
  startTwo,
  (world) => world.oneOf(world.gates).shut(),
  (world) => world.oneOf(world.gates).open(),
];

/** So many things happen within one frame, some at the same instant. */
async function strike(world: RaceWorld): Promise<void> {
  const { chance, rig } = world;
  const hits = Array.from({ length: 2 + chance.integer(6) }, () => ({
    at: world.oneOf([0, 9, 10, 11, chance.integer(FRAME)]),
    hit: world.oneOf(HITS),
  }));
  for (let ms = 0; ms < FRAME; ms++) {
    for (const { at, hit } of hits) {
      if (at !== ms) continue;
      hit(world);
      await world.turn();
    }
    rig.clock.wind(1);
  }
}

/** Connected are two or none; in conferences those of whom these know. */
function checkMeetings({ rig, ledger }: RaceWorld, place: string): void {
  const states = ledger.resIds.map((resId) => rig.calls.find(resId)?.state);
  const count = (state: string) => states.filter((one) => one === state).length;
  assert.equal(count("Connect") % 2, 0, place);
  const sizes = ledger.resIds
    .map((resId) => rig.conferences.find(resId)?.size ?? 0);
  assert.equal(
    count("Conf"),
    sizes.reduce((sum, size) => sum + size, 0),
    place,
  );
}

async function race(seed: number, { reach }: Moment): Promise<RaceWorld> {
  const world = new RaceWorld(seed);
  const place = `seed ${seed}`;
  await reach(world);
  world.rig.clock.wind(BEFORE);
  if (world.chance.integer(2)) world.onEvent = () => actOrNot(world);
  await strike(world);
  world.onEvent = () => {};
  for (const gate of world.gates) gate.open();
  await settle();
  checkMeetings(world, place);
  await world.end(place);
  return world;
}

for (const [name, moment] of Object.entries(MOMENTS)) {
  Deno.test(`${name}: of all that meets within 20 ms, one thing ends each action, and one each call`, async () => {
    const tellings = new Tellings();
    for (let seed = 0; seed < 600; seed++) {
      tellings.add((await race(seed, moment)).rig);
    }
    assert.deepEqual(tellings.seldom(moment.ends, 5), []);
  });
}

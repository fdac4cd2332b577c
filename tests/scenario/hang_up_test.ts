import assert from "node:assert/strict";
import { ControlWorld } from "../support/control_world.ts";
import type { Reply } from "../support/memory_application.ts";
import { LONG_ENOUGH } from "../support/sip_world.ts";
import {
  type Completion,
  dialling,
  MAX_ANSWER_SECONDS,
  MAX_RING_SECONDS,
  type Moment,
  MOMENTS,
  type Phase,
  ringing,
  SHORT_ANSWER_SECONDS,
} from "./moments.ts";

/** What `on_released` says of who ended a call and why. */
interface Verdict {
  readonly droppedBy: "usr" | "sys";
  readonly cause: number;
}

/** The causes of semantics §9, by how far the call has come. */
const CAUSES: Readonly<Record<Phase, { theirs: number; ours: number }>> = {
  ringing: { theirs: 487, ours: 603 },
  answering: { theirs: 487, ours: 603 },
  acknowledging: { theirs: 200, ours: 603 },
  dialling: { theirs: 486, ours: 487 },
  up: { theirs: 200, ours: 603 },
};

const theirs = ({ phase }: Moment): Verdict => ({
  droppedBy: "usr",
  cause: CAUSES[phase].theirs,
});
const ours = ({ phase }: Moment): Verdict => ({
  droppedBy: "sys",
  cause: CAUSES[phase].ours,
});
const ourEnd = ({ end, endByUs }: Moment) => endByUs ?? end;

/** One call at one moment. */
interface Scene {
  readonly world: ControlWorld;
  readonly moment: Moment;
  readonly resId: string;
}

/** A way of hanging up, and what it has to lead to. */
interface HangUp {
  /** Where it can happen; everywhere unless told. */
  readonly phases?: readonly Phase[];
  readonly verdict: (moment: Moment) => Verdict;
  readonly end: (moment: Moment) => Completion | null;
  do(scene: Scene): Promise<void>;
}

function drop({ world, resId }: Scene): Promise<Reply> {
  return world.application.ask("drop", { res_id: resId });
}

function command({ world, moment, resId }: Scene): Promise<Reply> {
  const [method, params] = moment.command;
  return world.application.ask(method, { res_id: resId, ...params });
}

function answer({ world, resId }: Scene): Promise<Reply> {
  const params = { res_id: resId, max_answer_seconds: 1 };
  return world.application.ask("answer", params);
}

/** Sends it in the turn in which the peer's hang-up arrives. */
async function crossing(
  scene: Scene,
  order: "before" | "after",
  ask: (scene: Scene) => Promise<Reply>,
): Promise<Reply> {
  const { world } = scene;
  const replied = Promise.withResolvers<Reply>();
  const work = () => ask(scene).then(replied.resolve);
  if (order === "before") world.onArrival(work);
  world.phone.hangUp();
  if (order === "after") world.onArrival(work);
  await world.pass();
  return await replied.promise;
}

function accepted({ result, error }: Reply): void {
  assert.deepEqual([result, error], [null, undefined]);
}

function refused({ error }: Reply, code: number): void {
  assert.equal(error?.code, code, JSON.stringify(error));
}

const UNKNOWN_RESOURCE = -32001;
const WRONG_STATE = -32002;
const WRONG_DIRECTION = -32003;

const HANG_UPS: Readonly<Record<string, HangUp>> = {
  "the peer hangs up": {
    verdict: theirs,
    end: ({ end }) => end,
    do: async ({ world }) => {
      world.phone.hangUp();
      await world.pass();
    },
  },
  "the application drops the call": {
    verdict: ours,
    end: ourEnd,
    do: async (scene) => accepted(await drop(scene)),
  },
  "max_answer_seconds are over": {
    phases: ["answering", "up"],
    verdict: ours,
    end: ourEnd,
    do: ({ world }) => world.wind(MAX_ANSWER_SECONDS * 1000),
  },
  "max_answer_seconds are over and no ACK ever came": {
    phases: ["acknowledging"],
    verdict: ours,
    end: ourEnd,
    do: async ({ world }) => {
      world.sip.network.lose(({ text }) => text.startsWith("ACK"));
      await world.wind(SHORT_ANSWER_SECONDS * 1000);
    },
  },
  "both hang up at once": {
    verdict: ours,
    end: ourEnd,
    do: async (scene) => {
      scene.world.phone.hangUp();
      accepted(await drop(scene));
    },
  },
  "both hang up and the network is gone": {
    verdict: ours,
    end: ourEnd,
    do: async (scene) => {
      scene.world.sip.network.lose(() => true);
      scene.world.phone.hangUp();
      accepted(await drop(scene));
    },
  },
  "the peer hangs up and every message comes thrice": {
    verdict: theirs,
    end: ({ end }) => end,
    do: async ({ world }) => {
      world.sip.network.fate = () => ({ copies: 3, delay: 0 });
      world.phone.hangUp();
      await world.pass();
    },
  },
  "a command comes just before the peer hangs up": {
    verdict: theirs,
    end: ({ endAfterCommand }) => endAfterCommand,
    do: async (scene) => accepted(await crossing(scene, "before", command)),
  },
  "a command comes just after the peer hung up": {
    verdict: theirs,
    end: ({ end }) => end,
    do: async (scene) =>
      refused(await crossing(scene, "after", command), UNKNOWN_RESOURCE),
  },
  "a command of another state comes just before the peer hangs up": {
    phases: ["answering", "acknowledging", "dialling", "up"],
    verdict: theirs,
    end: ({ end }) => end,
    do: async (scene) => {
      const { direction } = scene.world.node.calls.get(scene.resId);
      const code = direction === "inbound" ? WRONG_STATE : WRONG_DIRECTION;
      refused(await crossing(scene, "before", answer), code);
    },
  },
  "drop comes just before the peer hangs up": {
    verdict: ours,
    end: ourEnd,
    do: async (scene) => accepted(await crossing(scene, "before", drop)),
  },
  "drop comes just after the peer hung up": {
    verdict: theirs,
    end: ({ end }) => end,
    do: async (scene) =>
      refused(await crossing(scene, "after", drop), UNKNOWN_RESOURCE),
  },
  "drop is said twice": {
    verdict: ours,
    end: ourEnd,
    do: async (scene) => {
      const [first, second] = [drop(scene), drop(scene)];
      accepted(await first);
      refused(await second, UNKNOWN_RESOURCE);
    },
  },
};

/** Events since the moment, in the order of their names: it is not promised. */
function ended(world: ControlWorld, since: number): Completion[] {
  const ends = world.application.events.slice(since)
    .filter(({ name }) => name !== "on_released")
    .map(({ name, params }): Completion => [name, params.error as string]);
  return ends.sort(([a], [b]) => a.localeCompare(b));
}

function released(world: ControlWorld) {
  const found = world.application.events
    .filter(({ name }) => name === "on_released");
  assert.equal(found.length, 1, "on_released is told once");
  return found[0].params;
}

function checkReleased(scene: Scene, verdict: Verdict): void {
  const { moment, resId, world } = scene;
  const params = released(world);
  const { res_id, dropped_by, cause, answer_time } = params;
  assert.deepEqual([res_id, dropped_by, cause], [
    resId,
    verdict.droppedBy,
    verdict.cause,
  ]);
  assert.equal(answer_time !== null, moment.phase === "up");
}

async function checkHangUp(moment: Moment, hangUp: HangUp): Promise<void> {
  const world = new ControlWorld();
  const resId = await moment.reach(world);
  const scene = { world, moment, resId };
  const since = world.application.events.length;
  await hangUp.do(scene);
  await world.pass();
  checkReleased(scene, hangUp.verdict(moment));
  assert.equal(world.node.calls.size, 0);
  await world.assertAtRest();
  const end = hangUp.end(moment);
  assert.deepEqual(ended(world, since), end === null ? [] : [end]);
  checkReleased(scene, hangUp.verdict(moment));
}

for (const [when, moment] of MOMENTS) {
  for (const [how, hangUp] of Object.entries(HANG_UPS)) {
    if (hangUp.phases && !hangUp.phases.includes(moment.phase)) continue;
    Deno.test(`${when}: ${how}`, () => checkHangUp(moment, hangUp));
  }
}

for (const [when, moment] of MOMENTS) {
  if (!when.endsWith("Idle")) continue;
  Deno.test(`${when}: a BYE ends the call within 5 ms`, async () => {
    const world = new ControlWorld();
    await moment.reach(world);
    const before = world.sip.clock.now();
    world.phone.hangUp();
    await world.pass(5);
    assert.equal(world.sip.clock.now() - before, 5);
    assert.equal(released(world).cause, 200);
    assert.equal(world.node.calls.size, 0);
    await world.assertAtRest();
  });
}

/** What nobody asked for: time runs out, or messages cross. */
interface Accident {
  readonly ends: readonly Completion[];
  readonly verdict: Verdict;
  happen(world: ControlWorld): Promise<unknown>;
}

/** Two sides act at the same instant; their messages cross on the way. */
async function atOnce(
  world: ControlWorld,
  ask: Promise<Reply>,
): Promise<void> {
  await world.pass();
  accepted(await ask);
}

const ACCIDENTS: Readonly<Record<string, Accident>> = {
  "a CANCEL crosses our 200: the caller's BYE follows": {
    ends: [["on_answer_completed", null]],
    verdict: { droppedBy: "usr", cause: 200 },
    happen: async (world) => {
      const res_id = await ringing(world);
      const answered = world.application.ask("answer", {
        res_id,
        max_answer_seconds: 60,
      });
      // The 200 leaves once the port is open, and the CANCEL is not there yet.
      await atOnce(
        world,
        answered.then((reply) => {
          world.phone.hangUp();
          return reply;
        }),
      );
    },
  },
  "our CANCEL crosses the callee's 200: it is acknowledged and hung up": {
    ends: [["on_dial_completed", "dial error"]],
    verdict: { droppedBy: "sys", cause: 487 },
    happen: async (world) => {
      world.phone.onCall = (phone) => phone.ring();
      const res_id = await dialling(world);
      world.phone.pickUp();
      await atOnce(world, world.application.ask("drop", { res_id }));
      assert.deepEqual(world.phone.ear?.heard.at(-1), "ended remote 200");
    },
  },
  "our CANCEL crosses the callee's refusal": {
    ends: [["on_dial_completed", "dial error"]],
    verdict: { droppedBy: "sys", cause: 487 },
    happen: async (world) => {
      const res_id = await dialling(world);
      world.phone.hangUp();
      await atOnce(world, world.application.ask("drop", { res_id }));
    },
  },
  "no ACK to our 200 comes at all": {
    ends: [["on_answer_completed", "Un-catchable answer error."]],
    verdict: { droppedBy: "sys", cause: 408 },
    happen: async (world) => {
      world.sip.network.lose(({ text }) => text.startsWith("ACK"));
      const res_id = await ringing(world);
      const params = { res_id, max_answer_seconds: 600 };
      await world.application.call("answer", params);
      await world.wind(LONG_ENOUGH);
    },
  },
  "the callee rings for max_ring_seconds": {
    ends: [["on_dial_completed", "dial timeout"]],
    verdict: { droppedBy: "sys", cause: 408 },
    happen: async (world) => {
      world.phone.onCall = (phone) => phone.ring();
      await dialling(world);
      await world.wind(MAX_RING_SECONDS * 1000);
    },
  },
  "the callee is not there": {
    ends: [["on_dial_completed", "dial failed"]],
    verdict: { droppedBy: "sys", cause: 408 },
    happen: async (world) => {
      world.sip.network.lose(() => true);
      await dialling(world);
      await world.wind(LONG_ENOUGH);
    },
  },
  "the callee says 100 and nothing more": {
    ends: [["on_dial_completed", "dial timeout"]],
    verdict: { droppedBy: "sys", cause: 408 },
    happen: async (world) => {
      await dialling(world);
      await world.wind(LONG_ENOUGH + MAX_RING_SECONDS * 1000);
    },
  },
};

for (const [what, { ends, verdict, happen }] of Object.entries(ACCIDENTS)) {
  Deno.test(what, async () => {
    const world = new ControlWorld();
    await happen(world);
    const { dropped_by, cause } = released(world);
    assert.deepEqual([dropped_by, cause], [verdict.droppedBy, verdict.cause]);
    await world.assertAtRest();
    const completed = ended(world, 0)
      .filter(([name]) => name.endsWith("_completed"));
    assert.deepEqual(completed, ends);
    released(world);
  });
}

Deno.test("an idle node has no timer, transaction, dialog, session or port", () =>
  new ControlWorld().assertAtRest());

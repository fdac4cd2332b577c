import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { CONNECT, Rig, settle } from "./rig.ts";

/** What the clock of the rig says at first. */
const NOW = 1_700_000_000;

async function scheduled(
  time: number,
  { connectMode = 1, content = ["soon.wav"], rig = new Rig() } = {},
) {
  const [first, second] = await rig.pair();
  const schedule = { time, content, loop: 2 };
  const options = { ...CONNECT, connectMode, schedule };
  first.call.connectStart(second.call, options);
  await settle();
  const [mix] = rig.media.mixes;
  return { rig, first, second, mix };
}

async function end(rig: Rig): Promise<void> {
  rig.calls.dropAll();
  await rig.assertAtRest();
}

Deno.test("a set sound is played to both when its time comes, as often as said", async () => {
  const { rig, mix } = await scheduled(NOW + 10);
  rig.clock.wind(9999);
  await settle();
  assert.deepEqual(mix.deeds, []);
  rig.clock.wind(1);
  await settle();
  assert.deepEqual(mix.deeds, ["play 1 x 2"]);
  mix.finish();
  await settle();
  assert.equal(rig.sound.held, 0);
  await end(rig);
});

Deno.test("the second in which a connection begins is still to come, the one before is past", async () => {
  const now = await scheduled(NOW);
  now.rig.clock.wind(0);
  await settle();
  assert.deepEqual(now.mix.deeds, ["play 1 x 2"]);
  await end(now.rig);
  const past = await scheduled(NOW - 1);
  past.rig.clock.wind(50_000);
  await settle();
  assert.deepEqual(past.mix.deeds, []);
  await end(past.rig);
});

Deno.test("a set sound falls silent when the connection ends", async () => {
  const { rig, mix, first, second } = await scheduled(NOW + 1);
  rig.clock.wind(1000);
  await settle();
  assert.deepEqual(mix.running, ["play"]);
  first.call.connectStop();
  assert.deepEqual(mix.running, []);
  await settle();
  assert.equal(rig.sound.held, 0);
  assert.deepEqual([first.call.state, second.call.state], ["Idle", "Idle"]);
  await end(rig);
});

Deno.test("a connection that ended before the time leaves nothing to be played", async () => {
  const { rig, mix, first } = await scheduled(NOW + 20);
  first.call.connectStop();
  rig.clock.wind(30_000);
  await settle();
  assert.deepEqual(mix.deeds, []);
  await end(rig);
});

Deno.test("what is set for after max_seconds waits for nothing", async () => {
  const { rig } = await scheduled(NOW + 4_000_000_000);
  rig.clock.wind(59_000);
  assert.equal(rig.media.mixes[0].isClosed, false);
  await end(rig);
});

for (const [connectMode, deaf] of [[2, "first"], [3, "second"]] as const) {
  Deno.test(`in connect mode ${connectMode} the ${deaf} party hears a set sound too`, async () => {
    const scene = await scheduled(NOW + 1, { connectMode });
    scene.rig.clock.wind(1000);
    await settle();
    assert.deepEqual(scene.mix.deeds, ["play 1 x 2"]);
    assert.deepEqual(scene[deaf].port.deeds, ["play 1 x 2"]);
    scene.first.call.connectStop();
    assert.deepEqual(scene[deaf].port.running, []);
    await end(scene.rig);
  });
}

Deno.test("a set sound that does not exist harms nobody", async () => {
  const { rig, first, second } = await scheduled(NOW + 1, {
    content: ["soon.wav", "missing.wav"],
  });
  rig.clock.wind(1000);
  await settle();
  assert.equal(rig.sound.held, 0);
  assert.equal(first.call.state, "Connect");
  assert.equal(second.call.state, "Connect");
  await end(rig);
});

Deno.test("a set sound that leads out of the folders is refused at once", async () => {
  const rig = new Rig();
  await assert.rejects(
    scheduled(NOW + 1, { content: ["a.wav", "../b.wav"], rig }),
    (error) => error instanceof CtiError && error.fault === "forbiddenPath",
  );
  assert.equal(rig.media.openMixes, 0);
  await end(rig);
});

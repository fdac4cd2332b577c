import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import { CONNECT, Rig, settle } from "./rig.ts";

const RECORDED = { ...CONNECT, recordFile: "talk.wav", recordFormat: 3 };

async function recorded(rig: Rig, options = RECORDED) {
  const [first, second] = await rig.pair();
  first.call.connectStart(second.call, options);
  await settle();
  return { first, second };
}

Deno.test("both are recorded into one file, and its end is the end that is told", async () => {
  const rig = new Rig();
  const { first, second } = await recorded(rig);
  const [mix] = rig.media.mixes;
  const [file] = rig.sound.recordings;
  assert.deepEqual([file.path, file.format], ["talk.wav", "pcmu"]);
  assert.deepEqual(mix.deeds, ["record 480000"]);
  rig.sound.disk.shut();
  first.call.connectStop();
  await settle();
  assert.deepEqual([first.call.state, second.call.state], ["Connect", "Idle"]);
  assert.equal(mix.isClosed, true);
  rig.sound.disk.open();
  await settle();
  assert.equal(rig.only("connectCompleted").error, null);
  assert.equal(first.call.state, "Idle");
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("with two channels each party has its own", async () => {
  const rig = new Rig();
  await recorded(rig, { ...RECORDED, recordChannels: 2 });
  const [left, right] = rig.media.ports.map(({ id }) => id);
  const deed = `record 480000, left ${left}, right ${right}`;
  assert.deepEqual(rig.media.mixes[0].deeds, [deed]);
  assert.equal(rig.sound.recordings[0].options.channels, 2);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("GSM has one channel: two are refused at the command, and nobody is connected", async () => {
  const rig = new Rig();
  const [first, second] = await rig.pair();
  const options = { ...RECORDED, recordFormat: 5, recordChannels: 2 as const };
  assert.throws(
    () => first.call.connectStart(second.call, options),
    (error) =>
      error instanceof CtiError && error.fault === "badParams" &&
      error.data?.param === "record_format",
  );
  assert.deepEqual([first.call.state, second.call.state], ["Idle", "Idle"]);
  assert.equal(rig.media.openMixes, 0);
});

Deno.test("what ends a connection while its file is being completed is too late", async () => {
  const rig = new Rig();
  const { first } = await recorded(rig);
  rig.sound.disk.shut();
  rig.clock.wind(60_000);
  first.call.connectStop();
  first.session.bye();
  rig.sound.disk.open();
  await settle();
  assert.equal(rig.only("connectCompleted").error, "bridge timeout");
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("the parties speak before the file is there; one that comes too late is completed", async () => {
  const rig = new Rig();
  rig.sound.creating.shut();
  const { first, second } = await recorded(rig);
  assert.equal(rig.media.mixes[0].members.size, 2);
  second.session.bye();
  rig.sound.creating.open();
  await settle();
  assert.equal(rig.only("connectCompleted").error, "hungup when bridge");
  assert.equal(rig.sound.recordings[0].isFinished, true);
  assert.equal(first.call.state, "Idle");
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a connection of which nothing can be recorded ends with bridge error", async () => {
  const rig = new Rig();
  const { first, second } = await recorded(rig, {
    ...RECORDED,
    recordFile: "forbidden.wav",
  });
  assert.equal(rig.only("connectCompleted").error, "bridge error");
  assert.deepEqual([first.call.state, second.call.state], ["Idle", "Idle"]);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a disk that fills up parts nobody, but the end tells of it", async () => {
  const rig = new Rig();
  const { first, second } = await recorded(rig);
  rig.sound.recordings[0].samples = 800;
  rig.sound.recordings[0].fail("disk full");
  await settle();
  assert.deepEqual([first.call.state, second.call.state], [
    "Connect",
    "Connect",
  ]);
  first.call.connectStop();
  await settle();
  assert.equal(rig.only("connectCompleted").error, "bridge error");
  rig.calls.dropAll();
  await rig.assertAtRest();
});

Deno.test("a recording that leads out of the folders is refused at once", async () => {
  const rig = new Rig();
  const [first, second] = await rig.pair();
  assert.throws(
    () =>
      first.call.connectStart(second.call, {
        ...CONNECT,
        recordFile: "../talk.wav",
      }),
    (error) => error instanceof CtiError && error.fault === "forbiddenPath",
  );
  assert.deepEqual([first.call.state, second.call.state], ["Idle", "Idle"]);
  rig.calls.dropAll();
  await rig.assertAtRest();
});

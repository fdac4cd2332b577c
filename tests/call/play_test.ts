import assert from "node:assert/strict";
import { type Party, PLAY, RECEIVE, RECORD, Rig, settle } from "./rig.ts";

async function playing(rig: Rig, changes = {}): Promise<Party> {
  const party = await rig.inbound();
  party.call.playStart({ ...PLAY, ...changes });
  await settle();
  return party;
}

Deno.test("play_start plays the file once, and tells its end", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig);
  assert.deepEqual(rig.sound.loads, ["welcome.wav"]);
  assert.deepEqual(port.deeds, ["play 1 x 1"]);
  rig.clock.wind(2000);
  port.finish();
  const { error, finishKey, userData, beginTime, endTime } = rig.only(
    "playCompleted",
  );
  assert.deepEqual(
    [error, finishKey, userData, endTime - beginTime],
    [null, null, "visit 5", 2],
  );
  assert.equal(call.state, "Idle");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("the state is Play as soon as play_start has replied", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  rig.sound.loading.shut();
  call.playStart(PLAY);
  assert.equal(call.state, "Play");
});

Deno.test("repeat n plays n + 1 times", async () => {
  const { port } = await playing(new Rig(), { repeat: 10 });
  assert.deepEqual(port.deeds, ["play 1 x 11"]);
});

Deno.test("a list is played as a whole, and a text in it is read aloud", async () => {
  const digits = { read: "digits", text: "007" } as const;
  const content = ["a.wav", digits, { speak: "您好" }];
  const rig = new Rig();
  const { port } = await playing(rig, { content, repeat: 2 });
  assert.deepEqual(port.deeds, ["play 3 x 3"]);
  const items = ["a.wav", "digits 007", "speak 您好"];
  assert.deepEqual(rig.sound.loads, items);
});

Deno.test("a list of nothing ends at once, without an error", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig, { content: [] });
  assert.equal(rig.only("playCompleted").error, null);
  assert.deepEqual([call.state, port.deeds], ["Idle", []]);
});

Deno.test("a name that leads out of the folders is refused and starts nothing", async () => {
  const rig = new Rig();
  const { call } = await rig.inbound();
  const path = "../../etc/passwd";
  const list = ["a.wav", { speak: path }, path];
  const forbidden = { fault: "forbiddenPath" };
  assert.throws(() => call.playStart({ ...PLAY, content: list }), forbidden);
  assert.throws(
    () => call.recordStart({ ...RECORD, recordFile: path }),
    forbidden,
  );
  assert.throws(
    () => call.receiveDtmfStart({ ...RECEIVE, playContent: [path] }),
    forbidden,
  );
  assert.equal(call.state, "Idle");
  assert.deepEqual(rig.sound.loads, []);
});

Deno.test("a finish key stops the play and is told", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig, { finishKeys: "*#" });
  port.press("5#1");
  const { error, finishKey } = rig.only("playCompleted");
  assert.deepEqual([error, finishKey], [null, "#"]);
  assert.deepEqual(port.running, []);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("without finish keys no key stops the play", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig);
  port.press("0123456789*#ABCD");
  assert.equal(call.state, "Play");
});

Deno.test("play_stop ends the play without an error or a key", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig);
  call.playStop();
  const { error, finishKey } = rig.only("playCompleted");
  assert.deepEqual([error, finishKey], [null, null]);
  assert.deepEqual(port.running, []);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("a file that cannot be read is a play error, told by the event", async () => {
  const rig = new Rig();
  const { call } = await playing(rig, { content: ["missing.wav"] });
  const { error, reason } = rig.only("playCompleted");
  assert.deepEqual([error, reason], ["play error", "No file"]);
  assert.equal(call.state, "Idle");
});

Deno.test("a file that breaks in the middle is a play error, whose event says why", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig, { content: ["a.wav"] });
  port.finish("It is cut off");
  const { error, reason } = rig.only("playCompleted");
  assert.deepEqual([error, reason], ["play error", "It is cut off"]);
  call.drop();
  await rig.assertAtRest();
});

for (
  const [what, end] of [
    ["play_stop", ({ call }: Party) => call.playStop()],
    ["a finish key", ({ port }: Party) => port.press("#")],
    ["a hang-up", ({ session }: Party) => session.bye()],
  ] as const
) {
  Deno.test(`${what} while the file is being read ends the play, and the sound is given back`, async () => {
    const rig = new Rig();
    const party = await rig.inbound();
    rig.sound.loading.shut();
    party.call.playStart({ ...PLAY, finishKeys: "#" });
    await settle();
    end(party);
    rig.only("playCompleted");
    rig.sound.loading.open();
    await settle();
    assert.deepEqual(party.port.deeds, []);
    assert.equal(rig.sound.held, 0);
    rig.calls.dropAll();
    await rig.assertAtRest();
  });
}

Deno.test("the next action may start from within the event", async () => {
  const rig = new Rig();
  const { call, port } = await playing(rig);
  rig.onEvent = ({ type }) => {
    if (type === "playCompleted") call.playStart(PLAY);
  };
  port.finish();
  await settle();
  assert.equal(call.state, "Play");
  assert.deepEqual(port.deeds, ["play 1 x 1", "play 1 x 1"]);
  rig.onEvent = () => {};
  call.drop();
  await rig.assertAtRest();
});

Deno.test("an old play's file that comes late does not disturb the new play", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  rig.sound.loading.shut();
  call.playStart({ ...PLAY, content: ["old.wav"] });
  call.playStop();
  call.playStart({ ...PLAY, content: ["new.wav"], repeat: 1 });
  rig.sound.loading.open();
  await settle();
  assert.deepEqual(port.deeds, ["play 1 x 2"]);
  assert.equal(rig.sound.held, 1);
  call.drop();
  await rig.assertAtRest();
});

import assert from "node:assert/strict";
import { ControlWorld } from "../support/control_world.ts";
import { MemoryPhone } from "../support/memory_phone.ts";

const CALLBACK = {
  to1_uri: "200@10.0.0.2",
  to2_uri: "300@10.0.0.3",
  max_connect_seconds: "90",
  ring_play_file: "ring.wav",
  user_data1: "one",
  user_data2: "two",
};
const DIALLED = [
  "res_id",
  "error",
  "begin_time",
  "answer_time",
  "end_time",
  "user_data1",
  "user_data2",
  "event_id",
];

/** A node, an application that calls two back, and the telephones of the two. */
class Callback {
  readonly world = new ControlWorld();
  readonly first = this.world.phone;
  readonly second = new MemoryPhone(this.world.sip, "10.0.0.3");
  resId = "";

  constructor() {
    this.first.onCall = (phone) => phone.pickUp();
    this.second.onCall = (phone) => phone.ring();
  }

  static async begun(
    changes: object = {},
    prepare: (callback: Callback) => void = () => {},
  ): Promise<Callback> {
    const callback = new Callback();
    prepare(callback);
    const result = await callback.world.application.call(
      "ext.duo_callback.construct",
      { ...CALLBACK, ...changes },
    );
    callback.resId = String(Reflect.get(Object(result), "res_id"));
    assert.match(callback.resId, /^0\.0\.0-ext\.duo_callback-\d+$/);
    await callback.world.pass();
    return callback;
  }

  /** The same, and both have picked up. */
  static async connected(changes: object = {}): Promise<Callback> {
    const callback = await Callback.begun(changes);
    await callback.world.pass();
    callback.second.pickUp();
    await callback.world.pass();
    return callback;
  }

  /** Names of the events that were told, without their common head. */
  get told(): string[] {
    return this.world.application.events
      .map(({ name }) => name.replace("ext.duo_callback.on_", ""));
  }

  /** The members of the event of that name. */
  of(name: string) {
    const at = this.told.indexOf(name);
    assert.ok(at >= 0, `${name} is not told`);
    return this.world.application.events[at].params;
  }

  /** It is over and nothing is left; what was told at its end. */
  async end() {
    await this.world.pass();
    assert.equal(this.told.at(-1), "released");
    const params = { res_id: this.resId };
    const exists = "ext.duo_callback.exists";
    const { result } = await this.world.application.ask(exists, params);
    assert.equal(result, false);
    await this.world.assertAtRest();
    assert.equal(this.told.filter((name) => name === "released").length, 1);
    return this.of("released");
  }
}

Deno.test("scenario 8: one is called, then the other, both are connected, and hanging up ends both", async () => {
  const callback = await Callback.connected();
  const [mix] = callback.world.media.mixes.filter((mix) => !mix.isClosed);
  assert.equal(mix.members.size, 2);
  callback.second.hangUp();
  const end = await callback.end();
  assert.deepEqual(callback.told, [
    "dial1_completed",
    "dial2_started",
    "dial2_completed",
    "released",
  ]);
  for (const name of ["dial1_completed", "dial2_completed"]) {
    assert.deepEqual(Object.keys(callback.of(name)), DIALLED);
    assert.equal(callback.of(name).error, null);
  }
  const { begin_time, answer_time, connect_time, end_time, event_id } = end;
  for (const time of [begin_time, answer_time, connect_time, end_time]) {
    assert.ok(Number.isInteger(time));
  }
  assert.deepEqual(Object.entries(end), [
    ["res_id", callback.resId],
    ["error", null],
    ["begin_time", begin_time],
    ["answer_time", answer_time],
    ["connect_time", connect_time],
    ["end_time", end_time],
    ["hangup_by", 2],
    ["user_data1", "one"],
    ["user_data2", "two"],
    ["event_id", event_id],
  ]);
  assert.deepEqual(callback.first.ear?.ends.map(({ by }) => by), ["remote"]);
});

Deno.test("the first who hangs up a call-back is told of as that", async () => {
  const callback = await Callback.connected();
  callback.first.hangUp();
  const { error, hangup_by } = await callback.end();
  assert.deepEqual([error, hangup_by], [null, 1]);
});

Deno.test("a call-back at its limit ends with connect timeout, by neither", async () => {
  const callback = await Callback.connected();
  await callback.world.wind(90_000);
  const { error, hangup_by } = await callback.end();
  assert.deepEqual([error, hangup_by], ["connect timeout", 0]);
});

Deno.test("while the second one rings the first hears the file, but for mode 3", async () => {
  for (const [mode, loaded] of [[undefined, true], [0, true], [3, false]]) {
    const callback = await Callback.begun({ ring_play_mode: mode });
    await callback.world.pass();
    const { loads } = callback.world.sound;
    assert.equal(loads.includes("ring.wav"), loaded, `mode ${mode}`);
    callback.second.hangUp();
    await callback.end();
  }
});

Deno.test("what both say is recorded from the connection on", async () => {
  const callback = await Callback.connected({
    "record_file ": "call.wav",
    record_mode: "1",
  });
  const [recording] = callback.world.sound.recordings;
  assert.equal(recording.path, "call.wav");
  callback.first.hangUp();
  await callback.end();
});

/** When the file is played to both, and how often. */
const PLAYS = [
  [{ play_mode: "0" }, 1000, 1],
  [{ play_mode: "1" }, 1000, 1000],
  [{ play_mode: "3", play_after_seconds: "20" }, 20_000, 1],
] as const;

for (const [asked, after, rounds] of PLAYS) {
  Deno.test(`a call-back with ${JSON.stringify(asked)} plays ${rounds} times after ${after} ms`, async () => {
    const callback = await Callback.connected({
      ...asked,
      play_file: "soon.wav",
    });
    const { sound, media } = callback.world;
    const played = () => media.mixes.flatMap((mix) => mix.deeds);
    await callback.world.wind(after - 1500 > 0 ? after - 1500 : 0);
    assert.deepEqual(played(), []);
    await callback.world.wind(1600);
    assert.ok(sound.loads.includes("soon.wav"));
    assert.deepEqual(played(), [`play 1 x ${rounds}`]);
    callback.first.hangUp();
    await callback.end();
  });
}

Deno.test("a first one who is not reached is the end of it", async () => {
  const callback = await Callback.begun(
    {},
    ({ first }) => first.onCall = (phone) => phone.ring(),
  );
  callback.first.refuse(486);
  const { error, answer_time, connect_time } = await callback.end();
  assert.deepEqual(callback.told, ["dial1_completed", "released"]);
  assert.equal(callback.of("dial1_completed").error, "dial failed");
  assert.deepEqual([error, answer_time, connect_time], [
    "dial failed",
    null,
    null,
  ]);
});

Deno.test("a second one who does not answer is the end of it, for the first too", async () => {
  const callback = await Callback.begun({ max_ring_seconds: 30 });
  await callback.world.wind(30_500);
  const { error, answer_time, connect_time, hangup_by } = await callback.end();
  assert.equal(callback.of("dial2_completed").error, "dial timeout");
  assert.ok(Number.isInteger(answer_time));
  assert.deepEqual([error, connect_time, hangup_by], ["ring timeout", null, 0]);
  assert.equal(callback.first.ear?.ends.length, 1);
});

Deno.test("a second one who cannot be called is the end of it", async () => {
  const callback = await Callback.begun({ to2_uri: "02012345678" });
  const { error } = await callback.end();
  assert.deepEqual(callback.told, ["dial1_completed", "released"]);
  assert.equal(error, "dial error");
});

Deno.test("a first one who hangs up while the second one rings ends that too", async () => {
  const callback = await Callback.begun();
  await callback.world.pass();
  callback.first.hangUp();
  const { error, hangup_by } = await callback.end();
  assert.equal(callback.of("dial2_completed").error, "dial error");
  assert.deepEqual([error, hangup_by], ["dial error", 1]);
});

Deno.test("a call-back can be cancelled while either one rings, and not later", async () => {
  for (const rings of ["first", "second"] as const) {
    const callback = await Callback.begun(
      {},
      (callback) => callback[rings].onCall = (phone) => phone.ring(),
    );
    const params = { res_id: callback.resId };
    await callback.world.application.call("ext.duo_callback.cancel", params);
    const { error, connect_time, hangup_by } = await callback.end();
    assert.deepEqual([error, connect_time, hangup_by], [null, null, 0]);
  }
  const callback = await Callback.connected();
  const params = { res_id: callback.resId };
  const cancel = "ext.duo_callback.cancel";
  const { error } = await callback.world.application.ask(cancel, params);
  assert.deepEqual([error?.code, error?.data?.state], [-32002, "Connected"]);
  callback.first.hangUp();
  await callback.end();
  const gone = await callback.world.application.ask(cancel, params);
  assert.equal(gone.error?.code, -32001);
});

Deno.test("who picks up as he is cancelled is hung up on", async () => {
  for (const rings of ["first", "second"] as const) {
    const callback = await Callback.begun(
      {},
      (callback) => callback[rings].onCall = (phone) => phone.ring(),
    );
    await callback.world.pass();
    callback[rings].pickUp();
    const params = { res_id: callback.resId };
    await callback.world.application.call("ext.duo_callback.cancel", params);
    const { error } = await callback.end();
    assert.equal(error, null);
  }
});

import assert from "node:assert/strict";
import type { ReceiveDtmfParameters } from "../../runtime/call/parameters.ts";
import { type Party, RECEIVE, Rig, settle } from "./rig.ts";

async function receiving(
  rig: Rig,
  changes: Partial<ReceiveDtmfParameters> = {},
): Promise<Party> {
  const party = await rig.inbound();
  party.call.receiveDtmfStart({ ...RECEIVE, ...changes });
  await settle();
  return party;
}

/** What is told when a caller presses `keys` and then nothing for an hour. */
async function received(
  keys: string,
  changes: Partial<ReceiveDtmfParameters> = {},
): Promise<[error: string | null, keys: string | null]> {
  const rig = new Rig();
  const { call, port } = await receiving(rig, changes);
  port.press(keys);
  rig.clock.wind(300_000);
  const event = rig.only("receiveDtmfCompleted");
  assert.equal(call.state, "Idle");
  call.drop();
  await rig.assertAtRest();
  return [event.error, event.keys];
}

const TIMEOUT = "receiving dtmf timeout";

Deno.test("a finish key ends it and is not among the keys", async () => {
  assert.deepEqual(await received("1234#5"), [null, "1234"]);
});

Deno.test("a finish key is among the keys where that is asked for", async () => {
  const keys = await received("1234#", { includingFinishKey: true });
  assert.deepEqual(keys, [null, "1234#"]);
});

Deno.test("a finish key as the first gives an empty text", async () => {
  assert.deepEqual(await received("#"), [null, ""]);
});

Deno.test("any of several finish keys ends it", async () => {
  assert.deepEqual(await received("12*", { finishKeys: "#*" }), [null, "12"]);
});

Deno.test("max_keys end it without a finish key", async () => {
  assert.deepEqual(await received("12345", { maxKeys: 4 }), [null, "1234"]);
});

Deno.test("keys that are not valid are ignored", async () => {
  const keys = await received("1A2B#", { validKeys: "0123456789#" });
  assert.deepEqual(keys, [null, "12"]);
});

Deno.test("a finish key that is not valid is ignored and ends nothing", async () => {
  const keys = await received("12#", { validKeys: "0123456789" });
  assert.deepEqual(keys, [TIMEOUT, "12"]);
});

Deno.test("without finish keys only max_keys and time end it", async () => {
  assert.deepEqual(await received("1#2", { finishKeys: "" }), [TIMEOUT, "1#2"]);
});

Deno.test("keys pressed before the start do not count", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  port.press("99");
  call.receiveDtmfStart(RECEIVE);
  port.press("1#");
  assert.equal(rig.only("receiveDtmfCompleted").keys, "1");
});

Deno.test("no key within first_key_timeout is a timeout without keys", async () => {
  const rig = new Rig();
  await receiving(rig);
  rig.clock.wind(44_999);
  assert.equal(rig.told().includes("receiveDtmfCompleted"), false);
  rig.clock.wind(1);
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], [TIMEOUT, null]);
});

Deno.test("continues_keys_timeout counts anew from each key", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig);
  for (const key of "123") {
    port.press(key);
    rig.clock.wind(29_999);
  }
  assert.equal(rig.told().includes("receiveDtmfCompleted"), false);
  rig.clock.wind(1);
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], [TIMEOUT, "123"]);
});

Deno.test("a key that is not valid does not put the timeout off", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, { validKeys: "0123456789" });
  port.press("1");
  rig.clock.wind(20_000);
  port.press("*");
  rig.clock.wind(10_000);
  rig.only("receiveDtmfCompleted");
});

Deno.test("first_key_timeout counts from the end of the prompt", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, {
    playContent: ["menu.wav"],
    firstKeyTimeout: 5,
  });
  rig.clock.wind(60_000);
  port.finish();
  rig.clock.wind(4_999);
  assert.equal(rig.told().includes("receiveDtmfCompleted"), false);
  rig.clock.wind(1);
  assert.equal(rig.only("receiveDtmfCompleted").error, TIMEOUT);
});

Deno.test("the first valid key stops the prompt", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, {
    playContent: ["menu.wav"],
    validKeys: "0123456789#",
  });
  port.press("*");
  assert.deepEqual(port.running, ["play"]);
  port.press("1");
  assert.deepEqual(port.running, []);
});

Deno.test("a prompt that keys do not break goes on while they are collected", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, {
    playContent: ["menu.wav"],
    breakOnKey: false,
  });
  port.press("12");
  assert.deepEqual(port.running, ["play"]);
  rig.clock.wind(10_000);
  port.finish();
  rig.clock.wind(19_999);
  port.press("#");
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], [null, "12"]);
});

Deno.test("a prompt that ends after a key does not start first_key_timeout", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, {
    playContent: ["menu.wav"],
    breakOnKey: false,
    firstKeyTimeout: 1,
  });
  port.press("1");
  port.finish();
  rig.clock.wind(29_999);
  assert.equal(rig.told().includes("receiveDtmfCompleted"), false);
});

Deno.test("a key while the prompt is being read keeps it from being played", async () => {
  const rig = new Rig();
  const { call, port } = await rig.inbound();
  rig.sound.loading.shut();
  call.receiveDtmfStart({ ...RECEIVE, playContent: ["menu.wav"] });
  await settle();
  port.press("1");
  rig.sound.loading.open();
  await settle();
  assert.deepEqual(port.deeds, []);
  port.press("#");
  assert.equal(rig.only("receiveDtmfCompleted").keys, "1");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("play_repeat n gives n + 1 rounds, each with the prompt", async () => {
  const rig = new Rig();
  const { call, port } = await receiving(rig, {
    playContent: ["menu.wav"],
    playRepeat: 2,
    firstKeyTimeout: 5,
  });
  for (let round = 1; round <= 3; round++) {
    await settle();
    assert.equal(port.deeds.length, round);
    port.finish();
    rig.clock.wind(5_000);
  }
  assert.equal(rig.only("receiveDtmfCompleted").error, TIMEOUT);
  assert.deepEqual(rig.sound.loads, ["menu.wav"]);
  call.drop();
  await rig.assertAtRest();
});

Deno.test("both timeouts ask again, each round begins without keys, and the last one's are told", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, { playRepeat: 2 });
  port.press("11");
  rig.clock.wind(30_000);
  rig.clock.wind(45_000);
  port.press("33");
  rig.clock.wind(30_000);
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], [TIMEOUT, "33"]);
});

Deno.test("without a prompt play_repeat gives silent rounds", async () => {
  const rig = new Rig();
  await receiving(rig, { playRepeat: 1 });
  rig.clock.wind(89_999);
  assert.equal(rig.told().includes("receiveDtmfCompleted"), false);
  rig.clock.wind(1);
  rig.only("receiveDtmfCompleted");
});

Deno.test("a prompt that goes on over a timeout begins again in the next round", async () => {
  const rig = new Rig();
  const { port } = await receiving(rig, {
    playContent: ["menu.wav"],
    breakOnKey: false,
    playRepeat: 1,
  });
  port.press("1");
  rig.clock.wind(30_000);
  await settle();
  assert.deepEqual(port.deeds, ["play 1 x 1", "play 1 x 1"]);
  assert.deepEqual(port.running, ["play"]);
});

Deno.test("a stop tells the keys so far", async () => {
  const rig = new Rig();
  const { call, port } = await receiving(rig);
  port.press("12");
  call.receiveDtmfStop();
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], [null, "12"]);
});

Deno.test("a stop before any key tells null", async () => {
  const rig = new Rig();
  const { call } = await receiving(rig);
  call.receiveDtmfStop();
  assert.equal(rig.only("receiveDtmfCompleted").keys, null);
});

Deno.test("a prompt that cannot be read is an error", async () => {
  const rig = new Rig();
  const { call } = await receiving(rig, { playContent: ["missing.wav"] });
  const { error, keys, reason } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], ["receiving dtmf error", null]);
  assert.equal(reason, "No file");
  call.drop();
  await rig.assertAtRest();
});

Deno.test("a hang-up is told as such, with the keys so far", async () => {
  const rig = new Rig();
  const { session, port } = await receiving(rig, { playContent: ["menu.wav"] });
  port.press("12");
  session.bye();
  const { error, keys } = rig.only("receiveDtmfCompleted");
  assert.deepEqual([error, keys], ["hungup when receiving demf", "12"]);
  await rig.assertAtRest();
});

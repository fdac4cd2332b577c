import assert from "node:assert/strict";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";

const PROMPT = "menu.wav";
const PROMPT_MS = 1200;

/** A caller who is asked for keys. */
async function asked(room: PhoneRoom) {
  await room.prompt(PROMPT, PROMPT_MS);
  await room.prompt("long.wav", 60_000);
  const { line, res_id } = await room.answered(room.phone("4711"), "call-1");
  const { app } = room;
  const ask = (options: object) =>
    app.call("receive_dtmf_start", { res_id, ...options });
  const told = async () => {
    const { error, keys } = await app.told("receive_dtmf_completed", res_id);
    return [error, keys];
  };
  return { app, line, res_id, ask, told };
}

inRoom("keys: which of them count, and which end it", async (room) => {
  const { app, line, res_id, ask, told } = await asked(room);
  await line.press("99");
  await ask({ max_keys: 2 });
  await line.press("12");
  assert.deepEqual(await told(), [null, "12"]);
  await ask({});
  await line.press("#");
  assert.deepEqual(await told(), [null, ""]);
  await ask({ valid_keys: "0123456789", finish_keys: "#*", max_keys: 3 });
  await line.press("1#A*23");
  assert.deepEqual(await told(), [null, "123"]);
  await ask({ finish_keys: "", max_keys: 3 });
  await line.press("#*D");
  assert.deepEqual(await told(), [null, "#*D"]);
  await ask({ including_finish_key: true });
  await line.press("5#");
  assert.deepEqual(await told(), [null, "5#"]);
  await ask({});
  await line.press("7");
  await app.call("stop_receive_dtmf_start", { res_id });
  assert.deepEqual(await told(), [null, "7"]);
  await ask({});
  await app.call("receive_dtmf_stop", { res_id });
  assert.deepEqual(await told(), [null, null]);
});

inRoom(
  "keys: the prompt ends with the first valid key, unless it is to go on",
  async (room) => {
    const { line, ask, told } = await asked(room);
    const long = { play_content: "long.wav", valid_keys: "123#" };
    await ask(long);
    await line.hears("long.wav");
    await line.press("9");
    await line.hears("long.wav");
    await line.press("1");
    await line.hears();
    await line.press("#");
    assert.deepEqual(await told(), [null, "1"]);
    await ask({ ...long, if_break_on_key: false });
    await line.hears("long.wav");
    await line.press("1");
    await line.hears("long.wav");
    await line.press("#");
    assert.deepEqual(await told(), [null, "1"]);
    await line.hears();
  },
);

inRoom(
  "keys: who presses none hears the prompt so often, and has time after each",
  async (room) => {
    const { app, line, res_id, ask, told } = await asked(room);
    const began = performance.now();
    await ask({ play_content: PROMPT, play_repeat: 1, first_key_timeout: 1 });
    assert.deepEqual(await told(), ["receiving dtmf timeout", null]);
    const took = performance.now() - began;
    assert.ok(took >= 2 * (PROMPT_MS + 1000) - 40, `${took} ms`);
    assert.deepEqual(line.ear.melody(), [PROMPT, PROMPT]);
    assert.ok(line.ear.msOf(PROMPT) >= 2 * PROMPT_MS - 80);
    await ask({ continues_keys_timeout: 1 });
    await line.press("12");
    assert.deepEqual(await told(), ["receiving dtmf timeout", "12"]);
    await ask({});
    await line.press("3");
    await line.hangUp();
    assert.deepEqual(await told(), ["hungup when receiving demf", "3"]);
    assert.equal((await app.told("released", res_id)).cause, 200);
  },
);

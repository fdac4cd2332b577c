import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const CALLEE = "13800138000";
const FROM = { from_uri: "02066304057" };
const NOTIFY = "ext.notify_call";
const CAPTCHA = "ext.captcha_call";

/** Recorded parts, each with a tone of its own; gives their names as played. */
async function parts(room: PhoneRoom, names: readonly string[]) {
  for (const name of names) await room.prompt(partOf(name), 160);
}

function partOf(name: string): string {
  return `voice/zh-CN/${name}.wav`;
}

inRoom(
  "scenario 5: a verification code is read out three times, its zero too",
  async (room) => {
    const { app } = room;
    await room.prompt("yzm.wav", 300);
    await parts(room, ["0", "5", "9", "3", "4"]);
    const callee = room.phone(CALLEE);
    const content = [["yzm.wav", 0, ""], ["059345", 1, ""]];
    const notify = { ...FROM, to_uri: callee.uri, user_data: "code-1" };
    const { res_id } = await app.call(`${NOTIFY}.construct`, {
      ...notify,
      play_content: content,
      play_repeat: 2,
      max_ring_seconds: 45,
    });
    const line = await callee.picksUp();
    const released = await app.told(`${NOTIFY}.on_released`, res_id);
    assert.deepEqual(
      [released.error, released.dropped_by, released.user_data],
      [null, "sys", "code-1"],
    );
    assert.ok(released.answer_time >= released.begin_time);
    assert.equal((await line.ended).by, "remote");
    const once = ["yzm.wav", ...[..."059345"].map(partOf)];
    assert.deepEqual(line.ear.melody(), [...once, ...once, ...once]);
    // What the service does to its call is its own affair.
    assert.equal(app.events.length, 1);
  },
  { dialect: LEGACY },
);

inRoom("scenario 5: the same is made of sys.call", async (room) => {
  const { app } = room;
  await parts(room, ["7", "5"]);
  const { line, res_id } = await invited(room, room.phone(CALLEE));
  const content = [["75", 1, ""]];
  const played = await app.act("play_start", { res_id, content });
  assert.equal(played.error, null);
  await app.call("drop", { res_id });
  assert.equal((await app.told("released", res_id)).dropped_by, "sys");
  assert.deepEqual(line.ear.melody(), ["7", "5"].map(partOf));
}, { dialect: LEGACY });

inRoom(
  "scenario 6: a notice of a file, money and a month is heard in that order",
  async (room) => {
    const { app } = room;
    await room.prompt("hello.wav", 300);
    const money = ["two", "yuan", "4", "jiao"];
    const month = ["2", "0", "2", "0", "year", "5", "month"];
    await parts(room, [...new Set([...money, ...month])]);
    const callee = room.phone(CALLEE);
    const items = [["hello.wav"], ["2.4", 3, ""], ["2020-05", 4, ""], [
      "?",
      -1,
    ]];
    const { res_id } = await app.call(`${NOTIFY}.construct`, {
      ...FROM,
      to_uri: callee.uri,
      play_content: items,
    });
    const line = await callee.picksUp();
    await app.told(`${NOTIFY}.on_released`, res_id);
    const heard = ["hello.wav", ...[...money, ...month].map(partOf)];
    assert.deepEqual(line.ear.melody(), heard);
  },
  { dialect: LEGACY },
);

/** How a notice does not get through, and what is told of it. */
const FAILURES = [
  [486, 45, "dial failed", "usr"],
  [603, 45, "call rejected", "usr"],
  [null, 1, "ring timeout", "sys"],
] as const;

inRoom(
  "scenario 6: a callee who is busy, refuses or does not answer",
  async (room) => {
    const { app } = room;
    await room.prompt("hello.wav", 300);
    const callee = room.phone(CALLEE);
    for (const [status, max_ring_seconds, error, droppedBy] of FAILURES) {
      const notify = { ...FROM, to_uri: callee.uri, play_content: "hello.wav" };
      const { res_id } = await app
        .call(`${NOTIFY}.construct`, { ...notify, max_ring_seconds });
      const ringing = await callee.rings();
      if (status) ringing.refuse(status);
      const released = await app.told(`${NOTIFY}.on_released`, res_id);
      assert.deepEqual(
        [released.error, released.answer_time, released.dropped_by],
        [error, null, droppedBy],
      );
    }
  },
  { dialect: LEGACY },
);

inRoom("scenario 7: a call that asks for keys tells them", async (room) => {
  const { app } = room;
  await room.prompt("ask.wav", 10_000);
  const callee = room.phone(CALLEE);
  const { res_id } = await app.call(`${CAPTCHA}.construct`, {
    ...FROM,
    to_uri: callee.uri,
    play_content: [["ask.wav", 0, ""]],
    max_keys: 6,
    verify: true,
  });
  const line = await callee.picksUp();
  await line.hears("ask.wav");
  // It may be hung up on before the pause behind the last key is over.
  await Promise.allSettled([line.press("0815#")]);
  const released = await app.told(`${CAPTCHA}.on_released`, res_id);
  assert.deepEqual([released.error, released.keys], [null, "0815"]);
  assert.equal(released.dropped_by, "sys");
}, { dialect: LEGACY });

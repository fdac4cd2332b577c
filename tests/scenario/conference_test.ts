import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { conference, invited } from "./invited.ts";

const NAMES = ["6001", "6002", "6003"] as const;
const [ANNA, BEN, CARL] = NAMES;
const BACKGROUND = "bg.wav";
const LIMIT = { max_seconds: 21600 };

/** Three who were invited, all in one conference, and each hears the others. */
async function assembled(room: PhoneRoom, options: object) {
  const { app } = room;
  const conf = await conference(room, { ...LIMIT, ...options });
  const phones = NAMES.map((name) => room.phone(name));
  const guests = await Promise.all(phones.map((one) => invited(room, one)));
  const enter = { conf_res_id: conf, ...LIMIT, voice_mode: 1 };
  for (const { res_id } of guests) {
    await app.call("conf_enter", { ...enter, res_id });
  }
  const [anna, ben, carl] = guests;
  return { app, conf, anna, ben, carl };
}

type Assembly = Awaited<ReturnType<typeof assembled>>;

/** Everybody hears just these. */
async function hear(
  { anna, ben, carl }: Assembly,
  ...heard: (readonly string[])[]
): Promise<void> {
  await Promise.all(
    [anna, ben, carl].map(({ line }, n) => line.hears(...heard[n])),
  );
}

const EVERYBODY = [
  [BEN, CARL, BACKGROUND],
  [ANNA, CARL, BACKGROUND],
  [ANNA, BEN, BACKGROUND],
];

/** Whom each of the three hears, by Carl's voice mode. */
const MODES = [
  [3, [BEN, BACKGROUND], [ANNA, BACKGROUND], [ANNA, BEN, BACKGROUND]],
  [2, [BEN, CARL, BACKGROUND], [ANNA, CARL, BACKGROUND], []],
  [4, [BEN, BACKGROUND], [ANNA, BACKGROUND], []],
  [1, ...EVERYBODY],
] as const;

async function voiceModes(all: Assembly): Promise<void> {
  const { app, conf, carl } = all;
  const part = { res_id: conf, call_res_id: carl.res_id };
  for (const [mode, ...heard] of MODES) {
    await app.call("sys.conf.set_part_voice_mode", { ...part, mode });
    await hear(all, ...heard);
  }
}

async function announcements(all: Assembly): Promise<void> {
  const { app, conf, anna } = all;
  const began = anna.line.ear.ms;
  const play = { res_id: conf, content: [["a.wav|b.wav", 7, ""]] };
  await app.call("sys.conf.play_start", play);
  const second = await app.ask("sys.conf.play_start", play);
  assert.equal(
    second.error.message,
    "Can not StartConfPlay while another playing is active.",
  );
  const played = await app.told("sys.conf.on_play_completed", conf);
  assert.equal(played.user_data, "conf-1");
  await hear(all, ...EVERYBODY);
  for (const file of ["a.wav", "b.wav"]) {
    assert.ok(anna.line.ear.msOf(file, began) >= 640, file);
  }
  const loop = { res_id: conf, content: "b.wav", is_loop: true };
  await app.call("sys.conf.play_start", loop);
  await anna.line.ear.hears([BEN, CARL, "b.wav"], 1600);
  await app.call("sys.conf.play_stop", { res_id: conf });
  await app.told("sys.conf.on_play_completed", conf);
}

/** Carl is let go, then Ben hangs up; the conference stays. */
async function twoLeave(all: Assembly): Promise<void> {
  const { app, conf, anna, ben, carl } = all;
  const leave = { res_id: carl.res_id, conf_res_id: conf };
  await app.call("conf_exit", leave);
  const left = await app.told("conf_completed", carl.res_id);
  assert.deepEqual([left.error, left.conf_res_id], [null, conf]);
  assert.equal(left.user_data, CARL);
  await hear(all, [BEN, BACKGROUND], [ANNA, BACKGROUND], []);
  await app.call("drop", { res_id: carl.res_id });
  await app.told("released", carl.res_id);
  await ben.line.hangUp();
  const hungUp = await app.told("conf_completed", ben.res_id);
  assert.equal(hungUp.error, "hungup when join conf");
  await app.told("released", ben.res_id);
  await anna.line.hears(BACKGROUND);
  const exists = await app.ask("sys.conf.exists", { res_id: conf });
  assert.equal(exists.result, true);
}

async function release({ app, conf, anna }: Assembly): Promise<void> {
  await app.call("sys.conf.release", { res_id: conf });
  await app.told("sys.conf.on_released", conf);
  const order = app.events
    .filter(({ params }) => [conf, anna.res_id].includes(params.res_id))
    .map(({ method }) => method);
  assert.deepEqual(order.slice(-3), [
    "sys.call.on_conf_completed",
    "sys.conf.on_record_completed",
    "sys.conf.on_released",
  ]);
  await anna.line.hears();
  const play = { res_id: anna.res_id, content: "a.wav" };
  assert.equal((await app.act("play_start", play)).error, null);
  await app.call("drop", { res_id: anna.res_id });
}

inRoom(
  "scenario 9: a conference with background, announcements, a recording, and its members in every voice mode",
  async (room) => {
    for (const name of [BACKGROUND, "a.wav", "b.wav"]) {
      await room.prompt(name, 700);
    }
    const opened = { parts_threshold: -1, bg_file: BACKGROUND };
    const all = await assembled(room, { ...opened, user_data: "conf-1" });
    const { app, conf } = all;
    const record_file = "2026/11/23/meeting.wav";
    const record = { res_id: conf, ...LIMIT, record_file };
    await app.call("sys.conf.record_start", record);
    await hear(all, ...EVERYBODY);
    await room.records(record_file, [...NAMES, BACKGROUND]);
    await voiceModes(all);
    await announcements(all);
    await twoLeave(all);
    await release(all);
    const [recorded] = app.of("sys.conf.on_record_completed");
    assert.equal(recorded.record_file, record_file);
    const meeting = await room.recording(record_file);
    const together = meeting.chords().filter(({ names }) =>
      names.join() === [...NAMES, BACKGROUND].join()
    );
    assert.ok(together.some(({ ms }) => ms >= 300));
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 9: who joins is announced to all, at a volume of his own, and time is up for him alone",
  async (room) => {
    await room.prompt("join.wav", 600);
    const all = await assembled(room, { parts_threshold: 0, ...LIMIT });
    const { app, conf, anna, ben, carl } = all;
    await hear(all, [BEN, CARL], [ANNA, CARL], [ANNA, BEN]);
    const usual = anna.line.ear.loudness(CARL);
    await app.call("conf_exit", { res_id: carl.res_id, conf_res_id: conf });
    await app.told("conf_completed", carl.res_id);
    await anna.line.hears(BEN);
    const enter = { res_id: carl.res_id, conf_res_id: conf, volume: 200 };
    const join = { ...enter, max_seconds: 3, play_file: "join.wav" };
    await app.call("conf_enter", join);
    await hear(all, [BEN, CARL, "join.wav"], [ANNA, CARL, "join.wav"], [
      ANNA,
      BEN,
      "join.wav",
    ]);
    await anna.line.hears(BEN, CARL);
    const loud = anna.line.ear.loudness(CARL) / usual;
    assert.ok(loud > 1.8 && loud < 2.2, `${loud} times as loud`);
    const over = await app.told("conf_completed", carl.res_id);
    assert.equal(over.error, "conf timeout");
    assert.ok(over.end_time - over.begin_time >= 2);
    await carl.line.hears();
    await ben.line.hangUp();
    await anna.line.hears();
    await app.call("conf_exit", { res_id: anna.res_id, conf_res_id: conf });
    await app.told("sys.conf.on_released", conf);
  },
  { dialect: LEGACY },
);

inRoom(
  "a conference that nobody knows is refused, and so is leaving where one is not",
  async (room) => {
    const { app } = room;
    const { res_id } = await invited(room, room.phone(ANNA));
    const nowhere = { res_id, conf_res_id: "0.0.0-sys.conf-1", ...LIMIT };
    const { error } = await app.ask("conf_enter", nowhere);
    assert.equal(error.code, -32001);
    assert.match(error.message, /0\.0\.0-sys\.conf-1/);
    const idle = await app.ask("conf_exit", nowhere);
    assert.equal(
      idle.error.message,
      'Can not perform method "call.conf_exit" on a call whose state is "Idle"',
    );
    const conf = await conference(room, LIMIT);
    const wrong = { res_id, conf_res_id: conf, ...LIMIT, voice_mode: 5 };
    const mode = await app.ask("conf_enter", wrong);
    assert.equal(mode.error.code, -32602);
    assert.match(mode.error.message, /voice_mode/);
    await app.call("sys.conf.release", { res_id: conf });
    await app.told("sys.conf.on_released", conf);
  },
);

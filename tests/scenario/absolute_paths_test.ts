import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { conference } from "./invited.ts";

/** Where the applications of the scenarios keep their files. */
const ROOT = join(tmpdir(), crypto.randomUUID());
const [HELLO, RING, BACKGROUND] = ["hello.wav", "ring.wav", "bg.wav"]
  .map((name) => join(ROOT, "p/0/tenant/app", name));
const RECORDED = join(ROOT, "r/tenant/app/2026/11/23");
const [ANNA, BEN] = ["13800138000", "8001"];
const OPTIONS = { dialect: LEGACY, settings: { CTI_SOUND_ROOTS: ROOT } };
const FORBIDDEN = -32005;
const LIMITS = { max_answer_seconds: 21600, max_seconds: 21600 };

/** A caller who is up, and the files. */
async function prepared(room: PhoneRoom) {
  for (const file of [HELLO, RING, BACKGROUND]) await room.prompt(file, 300);
  const { line, res_id } = await room.answered(room.phone(ANNA), "call-1");
  return { room, app: room.app, line, res_id };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

async function recorded(room: PhoneRoom, file: string, ...names: string[]) {
  const heard = await room.recording(file);
  for (const name of names) assert.ok(heard.msOf(name) >= 200, file);
}

async function playAndRecord({ room, app, line, res_id }: Prepared) {
  const play = { res_id, content: [[`${HELLO}|${RING}`, 7, ""], [HELLO]] };
  assert.equal((await app.act("play_start", play)).error, null);
  assert.deepEqual(line.ear.melody(), [HELLO, RING, HELLO]);
  const message = join(RECORDED, "message.wav");
  const record = { res_id, record_file: message, max_seconds: 1 };
  const { error, record_file } = await app.act("record_start", record);
  assert.deepEqual([error, record_file], ["record timeout", message]);
  await recorded(room, message, ANNA);
}

async function connect({ room, app, line, res_id }: Prepared) {
  const agent = room.phone(BEN);
  const dial = { to_uri: agent.uri, parent_call_res_id: res_id, ...LIMITS };
  const child = await app.call("construct", { ...dial, ring_play_file: RING });
  const ringing = await agent.rings();
  await line.hears(RING);
  const desk = await ringing.picksUp();
  await app.told("dial_completed", child.res_id);
  const talk = join(RECORDED, "talk.wav");
  const bridge = { res_id, call_res_id: child.res_id, record_file: talk };
  await app.call("connect_start", { ...bridge, ...LIMITS });
  await Promise.all([line.hears(BEN), desk.hears(ANNA)]);
  await room.records(talk, [ANNA, BEN]);
  await app.call("connect_stop", { res_id });
  await app.told("connect_completed", res_id);
  await recorded(room, talk, ANNA, BEN);
}

async function confer({ room, app, line, res_id }: Prepared) {
  const conf = await conference(room, { ...LIMITS, bg_file: BACKGROUND });
  const enter = { conf_res_id: conf, play_file: HELLO, ...LIMITS };
  await app.call("conf_enter", { res_id, ...enter });
  await line.hears(BACKGROUND);
  const meeting = join(RECORDED, "deeper/meeting.wav");
  const all = { res_id: conf, record_file: meeting, ...LIMITS };
  await app.call("sys.conf.record_start", all);
  const again = await app.ask("sys.conf.record_start", all);
  assert.equal(
    again.error.message,
    "Can not StartConfRecord while another recording is active.",
  );
  await room.records(meeting, [ANNA, BACKGROUND]);
  await app.call("sys.conf.record_stop", { res_id: conf });
  await app.told("sys.conf.on_record_completed", conf);
  await recorded(room, meeting, ANNA, BACKGROUND);
  const missing = { res_id: conf, file: join(ROOT, "none.wav") };
  await app.call("sys.conf.play_start", missing);
  await app.told("sys.conf.on_play_completed", conf);
  await app.call("sys.conf.release", { res_id: conf });
  await app.told("sys.conf.on_released", conf);
}

inRoom(
  "the applications' own absolute paths are played and recorded, in folders that are made",
  async (room) => {
    const caller = await prepared(room);
    await playAndRecord(caller);
    await connect(caller);
    await confer(caller);
    const { app, res_id } = caller;
    const secret = { res_id, content: [[HELLO], ["/etc/passwd", 0, ""]] };
    assert.equal((await app.ask("play_start", secret)).error.code, FORBIDDEN);
    const record_file = join(ROOT, "../x.wav");
    const outside = { res_id, record_file, max_seconds: 1 };
    assert.equal(
      (await app.ask("record_start", outside)).error.code,
      FORBIDDEN,
    );
    await Deno.remove(ROOT, { recursive: true });
  },
  OPTIONS,
);

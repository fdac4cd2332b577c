import assert from "node:assert/strict";
import { LEGACY, MODERN } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";

/** The applications of scenario 1, by how they write. */
const DIALECTS = [["old envelope", LEGACY], ["JSON-RPC 2.0", MODERN]] as const;
const CALLER = "13800138000";

/** Somebody has called and is answered. */
async function caller(room: PhoneRoom) {
  const { app } = room;
  await room.prompt("1.wav", 400);
  await room.prompt("2.wav", 400);
  await room.prompt("menu.wav", 60_000);
  const phone = room.phone(CALLER);
  const { line, res_id } = await room.incoming(phone);
  const [incoming] = app.of("incoming");
  assert.match(incoming.from_uri, /^sip:13800138000@/);
  assert.match(incoming.to_uri, /^sip:02066304057@/);
  const own = { res_id, user_data: "call-1" };
  const answer = { ...own, max_answer_seconds: 21600 };
  const answered = await app.act("answer", answer);
  assert.deepEqual([answered.error, answered.user_data], [null, "call-1"]);
  await line.answered;
  assert.deepEqual([line.progress, phone.finalResponses], [[180], [200]]);
  return { room, app, line, own };
}

type Caller = Awaited<ReturnType<typeof caller>>;

async function playAndAsk({ app, line, own }: Caller): Promise<void> {
  const content = [["1.wav|2.wav", 7, ""]];
  const play = { ...own, content, finish_keys: "#", repeat: 1 };
  const played = await app.act("play_start", play);
  assert.deepEqual([played.error, played.finish_key], [null, null]);
  const menu = { play_content: [["menu.wav", 7, ""]], play_repeat: 1 };
  const keys = { valid_keys: "0123456789#", max_keys: 4, finish_keys: "#" };
  const waits = { first_key_timeout: 10, continues_keys_timeout: 5 };
  const receive = { ...own, ...keys, ...waits, ...menu };
  await app.call("receive_dtmf_start", { ...receive, breaking_on_key: true });
  await line.hears("menu.wav");
  await line.press("12#");
  const received = await app.told("receive_dtmf_completed");
  assert.deepEqual([received.error, received.keys], [null, "12"]);
  const files = ["1.wav", "2.wav", "1.wav", "2.wav", "menu.wav"];
  assert.deepEqual(line.ear.melody(), files);
  await line.hears();
}

async function recordAndSend({ room, app, line, own }: Caller): Promise<void> {
  const record_file = "2026/11/23/message.wav";
  const record = { ...own, record_file, max_seconds: 30, beep: true };
  const before = line.ear.ms;
  await app.call("record_start", { ...record, finish_keys: "#" });
  await line.ear.hears(["beep"], 160, before);
  await line.ear.hears([], 600);
  await room.records(record_file, [CALLER], 600);
  await line.press("#");
  const recorded = await app.told("record_completed");
  assert.deepEqual([recorded.error, recorded.finish_key], [null, "#"]);
  const taken = await room.recording(record_file);
  assert.ok(taken.msOf(CALLER) >= 500);
  assert.equal(taken.msOf("beep"), 0);
  const sent = await app.act("send_dtmf_start", { ...own, keys: "123#" });
  assert.equal(sent.error, null);
  assert.equal(line.keys.map(({ key }) => key).join(""), "123#");
}

for (const [name, dialect] of DIALECTS) {
  inRoom(`scenario 1: an IVR in ${name} uses every action`, async (room) => {
    const call = await caller(room);
    await playAndAsk(call);
    await recordAndSend(call);
    const { app, line, own } = call;
    await app.call("drop", own);
    const { call_dir, dropped_by, cause } = await app.told("released");
    assert.deepEqual([call_dir, dropped_by, cause], ["inbound", "sys", 603]);
    assert.equal((await line.ended).by, "remote");
  }, { dialect });
}

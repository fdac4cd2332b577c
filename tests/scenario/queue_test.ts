import assert from "node:assert/strict";
import { LEGACY } from "../support/dialect.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import { inRoom } from "./in_room.ts";
import { conference } from "./invited.ts";

const CALLER = "13800138000";
const AGENT = "8001";
const LIMIT = { max_seconds: 21600 };
const WAIT = [["wait.wav", 0, ""]];

/** A caller who hears the music of the queue, and an agent being called. */
async function queue(room: PhoneRoom, max_ring_seconds = 50) {
  for (const name of ["wait.wav", "pre.wav", "post.wav", "next.wav"]) {
    await room.prompt(name, 1000);
  }
  const { app } = room;
  const agent = room.phone(AGENT);
  const { line, res_id } = await room.answered(room.phone(CALLER), "call-1");
  const music = { res_id, content: WAIT, finish_keys: "", repeat: 10 };
  await app.call("play_start", music);
  await line.ear.hears(["wait.wav"], 1200);
  const dial = { to_uri: agent.uri, max_ring_seconds, user_data: "agent-1" };
  const made = await app
    .call("construct", { ...dial, max_answer_seconds: 21600 });
  return { app, agent, caller: line, waiting: res_id, desk: made.res_id };
}

type Queue = Awaited<ReturnType<typeof queue>>;

/** From the music of the queue into a conference with the same music. */
async function entered(room: PhoneRoom, { app, caller, waiting }: Queue) {
  const conf = await conference(room, { ...LIMIT, user_data: "conf-1" });
  await app.call("play_stop", { res_id: waiting });
  const stopped = await app.told("play_completed", waiting);
  assert.deepEqual([stopped.error, stopped.finish_key], [null, null]);
  const loop = { res_id: conf, content: WAIT, is_loop: true };
  await app.call("sys.conf.play_start", loop);
  const enter = { res_id: waiting, conf_res_id: conf, ...LIMIT };
  await app.call("conf_enter", { ...enter, voice_mode: 1 });
  await caller.ear.hears(["wait.wav"], 1200);
  return conf;
}

/** The IVR goes on with the caller. */
async function next({ app, caller, waiting }: Queue): Promise<void> {
  const play = { res_id: waiting, content: "next.wav" };
  assert.equal((await app.act("play_start", play)).error, null);
  const rate = { res_id: waiting, max_keys: 1, first_key_timeout: 60 };
  await app.call("receive_dtmf_start", rate);
  await caller.press("5");
  const { keys } = await app.told("receive_dtmf_completed", waiting);
  assert.equal(keys, "5");
}

inRoom(
  "scenario 10: a queue: music, an agent, his number read out, talk, and a survey",
  async (room) => {
    const line = await queue(room);
    const { app, agent, caller, waiting, desk } = line;
    const conf = await entered(room, line);
    const ringing = await agent.rings();
    await app.told("ringing", desk);
    const talk = await ringing.picksUp();
    assert.equal((await app.told("dial_completed", desk)).error, null);
    const enter = { res_id: desk, conf_res_id: conf, ...LIMIT };
    await app.call("conf_enter", enter);
    const record = { res_id: conf, ...LIMIT, record_file: "talk.wav" };
    await app.call("sys.conf.record_start", record);
    await app.call("sys.conf.play_stop", { res_id: conf });
    await app.told("sys.conf.on_play_completed", conf);
    const content = [["pre.wav", 0, ""], ["post.wav", 0, ""]];
    await app.call("sys.conf.play_start", { res_id: conf, content });
    await Promise.all([
      caller.hears(AGENT, "pre.wav").then(() =>
        caller.hears(AGENT, "post.wav")
      ),
      talk.hears(CALLER, "pre.wav").then(() => talk.hears(CALLER, "post.wav")),
    ]);
    await app.told("sys.conf.on_play_completed", conf);
    await Promise.all([caller.hears(AGENT), talk.hears(CALLER)]);

    await talk.hangUp();
    const hungUp = await app.told("conf_completed", desk);
    assert.equal(hungUp.error, "hungup when join conf");
    const alone = await app.told("conf_completed", waiting);
    assert.deepEqual([alone.error, alone.conf_res_id], [null, conf]);
    const { record_file } = await app.told(
      "sys.conf.on_record_completed",
      conf,
    );
    assert.equal(record_file, "talk.wav");
    await app.told("sys.conf.on_released", conf);
    await app.told("released", desk);
    await next(line);
    const heard = await room.recording("talk.wav");
    assert.ok(heard.msOf(CALLER) >= 900 && heard.msOf(AGENT) >= 900);
    await app.call("drop", { res_id: waiting });
  },
  { dialect: LEGACY },
);

inRoom(
  "scenario 10.7: no agent answers, and the IVR goes on with the caller",
  async (room) => {
    const line = await queue(room, 1);
    const { app, waiting, desk } = line;
    await line.agent.rings();
    const dialled = await app.told("dial_completed", desk);
    assert.equal(dialled.error, "dial timeout");
    await app.call("play_stop", { res_id: waiting });
    await app.told("play_completed", waiting);
    await next(line);
  },
  { dialect: LEGACY },
);

inRoom("scenario 10.8: the caller gives up in the queue", async (room) => {
  const line = await queue(room);
  const { app, agent, caller, waiting, desk } = line;
  const conf = await entered(room, line);
  await agent.rings();
  await caller.hangUp();
  const hungUp = await app.told("conf_completed", waiting);
  assert.equal(hungUp.error, "hungup when join conf");
  await app.told("released", waiting);
  await app.call("drop", { res_id: desk });
  assert.equal((await app.told("released", desk)).cause, 487);
  await app.call("sys.conf.release", { res_id: conf });
  await app.told("sys.conf.on_play_completed", conf);
  await app.told("sys.conf.on_released", conf);
}, { dialect: LEGACY });

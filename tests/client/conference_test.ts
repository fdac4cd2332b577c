import assert from "node:assert/strict";
import {
  type Call,
  CallEnded,
  Client,
  type Conference,
  ConferenceEnded,
} from "../../runtime/client/mod.ts";
import { FakeNode } from "./fake_node.ts";

const RES_ID = "0.0.0-sys.conf-1";
const CALL = "0.0.0-sys.call-1";

/** A client with a conference and a call. */
async function opened(): Promise<
  { node: FakeNode; conference: Conference; call: Call }
> {
  const node = new FakeNode();
  const client = new Client(node.wire);
  const constructed = client.conference({ partsThreshold: -1 });
  const request = await node.next("sys.conf.construct");
  assert.deepEqual(request.params, { max_seconds: 3600, parts_threshold: -1 });
  node.reply(request, { res_id: RES_ID });
  return { node, conference: await constructed, call: client.call(CALL) };
}

/** An event of the conference. */
function told(node: FakeNode, name: string, members: object = {}): void {
  const times = { begin_time: 1_700_000_000, end_time: 1_700_000_001 };
  const params = { event_id: 1, res_id: RES_ID, user_data: null, ...times };
  const method = `sys.conf.on_${name}`;
  node.say({ jsonrpc: "2.0", method, params: { ...params, ...members } });
}

Deno.test("a call enters a conference, and that resolves when it is out again", async () => {
  const { node, conference, call } = await opened();
  const over = call.enter(conference, { voiceMode: 3 });
  const request = await node.next("sys.call.conf_enter");
  assert.deepEqual(request.params, {
    res_id: CALL,
    conf_res_id: RES_ID,
    max_seconds: 3600,
    voice_mode: 3,
  });
  node.reply(request);
  const left = call.exit(conference);
  const exit = await node.next("sys.call.conf_exit");
  assert.deepEqual(exit.params, { res_id: CALL, conf_res_id: RES_ID });
  node.reply(exit);
  await left;
  node.completed("conf", { conf_res_id: RES_ID });
  const { error, confResId } = await over;
  assert.deepEqual([error, confResId], [null, RES_ID]);
});

Deno.test("a member who hangs up is no member any more, and no call", async () => {
  const { node, conference, call } = await opened();
  const over = call.enter(conference);
  node.reply(await node.next("sys.call.conf_enter"));
  node.completed("conf", { error: "hungup when join conf" });
  await assert.rejects(over, CallEnded);
});

Deno.test("what a conference plays and records resolves with its own events", async () => {
  const { node, conference } = await opened();
  const played = conference.play([["a.wav|b.wav", 7, ""]], { isLoop: true });
  const play = await node.next("sys.conf.play_start");
  assert.deepEqual(play.params, {
    res_id: RES_ID,
    content: [["a.wav|b.wav", 7, ""]],
    is_loop: true,
  });
  node.reply(play);
  const recorded = conference.record("c.wav");
  node.reply(await node.next("sys.conf.record_start"));
  told(node, "play_completed");
  assert.equal((await played).type, "conferencePlayCompleted");
  told(node, "record_completed", { record_file: "c.wav", seconds: 2.5 });
  const { recordFile, seconds } = await recorded;
  assert.deepEqual([recordFile, seconds], ["c.wav", 2.5]);
});

Deno.test("the parts of a conference are read, and told how to be heard", async () => {
  const { node, conference, call } = await opened();
  const parts = conference.parts();
  const part = { res_id: CALL, chan: 4, user_data: null, volume: 100 };
  const asked = await node.next("sys.conf.get_parts");
  node.reply(asked, [{ ...part, voice_mode: 1 }]);
  const { res_id: resId, user_data: userData, chan, volume } = part;
  const read = { resId, chan, userData, volume, voiceMode: 1 };
  assert.deepEqual(await parts, [read]);
  const muted = conference.setVoiceMode(call, 3);
  const request = await node.next("sys.conf.set_part_voice_mode");
  assert.deepEqual(request.params, {
    res_id: RES_ID,
    call_res_id: CALL,
    mode: 3,
  });
  node.reply(request);
  await muted;
});

Deno.test("a conference that is over takes no commands, and its calls live on", async () => {
  const { node, conference, call } = await opened();
  const recorded = conference.record("c.wav");
  node.reply(await node.next("sys.conf.record_start"));
  const lost = assert.rejects(recorded, ConferenceEnded);
  told(node, "released");
  assert.equal((await conference.released).endTime, 1_700_000_001);
  await lost;
  await assert.rejects(conference.play("a.wav"), ConferenceEnded);
  assert.deepEqual([conference.ended, call.ended], [true, false]);
});

Deno.test("a call says what there is to know of it", async () => {
  const { node, call } = await opened();
  const snapshot = call.get();
  node.reply(await node.next("sys.call.get"), {
    res_id: CALL,
    state: "Conf",
    conf_res_id: RES_ID,
  });
  assert.equal((await snapshot).state, "Conf");
});

import assert from "node:assert/strict";
import { compare } from "../support/compare.ts";
import { Linphone } from "../support/linphone.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { samplesOf } from "../support/speech.ts";
import { type SpeechStage, withSpeech } from "../support/speech_stage.ts";

/** Of the node alone, so that its packets can be told. */
const HOST = "127.17.8.254";
const PORT = 17_560;
const ANSWER = { max_answer_seconds: 60 };

function withNode(work: (stage: SpeechStage) => Promise<void>) {
  return withSpeech(
    { CTI_SIP_HOST: HOST },
    2,
    (stage) => readByTshark(stage.node, () => work(stage)),
  );
}

/** The same speech: where nothing was late on the way all frames are there. */
async function same(sent: string, received: string): Promise<void> {
  const found = compare(await samplesOf(sent), await samplesOf(received));
  assert.ok(found.frames > 50, JSON.stringify(found));
  assert.ok(5 * found.broken <= found.frames, JSON.stringify(found));
}

Deno.test("linphone calls in, presses keys, hears the prompt and hangs up", async () => {
  await withNode(async ({ node, app, speech, monologue }) => {
    const incoming = app.event("incoming");
    const phone = await Linphone.start({ port: PORT, speaks: monologue });
    const calling = phone.call(`sip:prompt@${node.sip}`);
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
    await calling;
    const taking = { res_id, max_keys: 4, first_key_timeout: 15 };
    const keys = app.run(
      "receive_dtmf_start",
      taking,
      "receive_dtmf_completed",
    );
    await phone.press("159*");
    assert.equal((await keys).keys, "159*");
    const play = { res_id, content: "speech.wav" };
    const { error } = await app.run("play_start", play, "play_completed");
    assert.equal(error, null);
    const released = app.event("released", res_id);
    await phone.hangUp();
    assert.equal((await released).dropped_by, "usr");
    await same(speech, await phone.stop());
  });
});

Deno.test("construct calls linphone, which answers, is recorded and is hung up", async () => {
  await withNode(async ({ node, app, speech, monologue }) => {
    const port = PORT + 20;
    const phone = await Linphone.start({ port, speaks: monologue });
    const dialled = app.event("dial_completed");
    const to_uri = `sip:linphone@127.0.0.1:${port}`;
    const { res_id } = await app.call("construct", { to_uri, ...ANSWER });
    assert.equal((await dialled).error, null);
    const file = { record_file: "message.wav", record_format: 2 };
    const record = { res_id, max_seconds: 7, ...file };
    await app.run("record_start", record, "record_completed");
    const released = await app.run("drop", { res_id }, "released");
    assert.equal(released.dropped_by, "sys");
    await phone.until(/Call \d+ with .* ended/);
    await phone.stop();
    await same(speech, `${node.dataDir}/recordings/message.wav`);
  });
});

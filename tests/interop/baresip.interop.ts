import assert from "node:assert/strict";
import { Baresip } from "../support/baresip.ts";
import { compare } from "../support/compare.ts";
import { run } from "../support/program.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { samplesOf, spokenSeconds } from "../support/speech.ts";
import { type SpeechStage, withSpeech } from "../support/speech_stage.ts";

/** Of the node alone, so that its packets can be told. */
const HOST = "127.15.4.254";
const PORT = 15400;
const SECONDS = { max_answer_seconds: 60 };

function withNode(work: (stage: SpeechStage) => Promise<void>) {
  return withSpeech(
    { CTI_SIP_HOST: HOST },
    1,
    (stage) => readByTshark(stage.node, () => work(stage)),
  );
}

Deno.test("baresip calls in and hears the prompt: same speech, same level, no gap", async () => {
  await withNode(async ({ node, app, speech, monologue }) => {
    const incoming = app.event("incoming");
    const dials = `sip:prompt@${node.sip}`;
    const phone = await Baresip.start({ port: PORT, speaks: monologue, dials });
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    const play = { res_id, content: "speech.wav" };
    const { error } = await app.run("play_start", play, "play_completed");
    await app.run("drop", { res_id }, "released");
    const heard = await samplesOf(await phone.stop());
    const found = compare(await samplesOf(speech), heard);
    assert.equal(error, null);
    assert.ok(found.frames > 50, JSON.stringify(found));
    assert.equal(found.broken, 0, JSON.stringify(found));
    assert.ok(Math.abs(found.level) < 0.5, JSON.stringify(found));
  });
});

const FORMATS = [
  [1, "8-bit Unsigned Integer PCM", "pcm_u8"],
  [2, "8-bit A-law", "pcm_alaw"],
  [3, "8-bit u-law", "pcm_mulaw"],
] as const;

for (const [record_format, soxName, ffmpegName] of FORMATS) {
  Deno.test(`construct calls baresip, which answers and is recorded as ${ffmpegName}`, async () => {
    await withNode(async ({ node, app, speech, monologue }) => {
      const port = PORT + 10 * record_format;
      const phone = await Baresip.start({ port, speaks: monologue });
      const dialled = app.event("dial_completed");
      const to_uri = `sip:phone@127.0.0.1:${port}`;
      const { res_id } = await app.call("construct", { to_uri, ...SECONDS });
      assert.equal((await dialled).error, null);
      const file = { record_file: "message.wav", record_format };
      const record = { res_id, max_seconds: 6, ...file };
      const done = await app.run("record_start", record, "record_completed");
      assert.equal(done.error, "record timeout");
      const released = await app.run("drop", { res_id }, "released");
      assert.equal(released.dropped_by, "sys");
      await phone.stop();

      const path = `${node.dataDir}/recordings/message.wav`;
      assert.match(await run("soxi", [path]), new RegExp(soxName));
      assert.equal(await codecOf(path), ffmpegName);
      const recorded = await samplesOf(path);
      assert.equal(recorded.length, 6 * 8000);
      const said = await samplesOf(speech);
      const found = compare(said, recorded);
      // Where the jitter buffer moves sound, and where this machine is late
      assert.ok(5 * found.broken <= found.frames, JSON.stringify(found));
      const longer = spokenSeconds(recorded) - spokenSeconds(said);
      assert.ok(Math.abs(longer) <= 0.1, `${longer} s longer than spoken`);
    });
  });
}

Deno.test("baresip that speaks GSM alone hears the prompt, at its level and length", async () => {
  await withNode(async ({ node, app, speech, monologue }) => {
    const incoming = app.event("incoming");
    const phone = await Baresip.start({
      port: PORT + 50,
      speaks: monologue,
      codec: "gsm",
      dials: `sip:prompt@${node.sip}`,
    });
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    const play = { res_id, content: "speech.wav" };
    const { error } = await app.run("play_start", play, "play_completed");
    assert.equal(error, null);
    await app.run("drop", { res_id }, "released");
    const said = await samplesOf(speech);
    const heard = await samplesOf(await phone.stop());
    const found = compare(said, heard);
    assert.ok(Math.abs(found.level) < 1, JSON.stringify(found));
    const longer = spokenSeconds(heard) - spokenSeconds(said);
    assert.ok(Math.abs(longer) <= 0.1, `${longer} s longer than played`);
  });
});

async function codecOf(path: string): Promise<string> {
  const entry = ["-show_entries", "stream=codec_name", "-of", "csv=p=0"];
  return (await run("ffprobe", ["-v", "error", ...entry, path])).trim();
}

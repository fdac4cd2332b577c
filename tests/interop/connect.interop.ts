import assert from "node:assert/strict";
import { join } from "node:path";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import { NodeProcess } from "../support/node_process.ts";
import { run } from "../support/program.ts";
import { samplesOf } from "../support/speech.ts";
import { secondsOf, toneFile } from "../support/tone_file.ts";

const PORT = 16_000;
const [CALLER, AGENT] = [640, 1270];
const ANSWER = { max_answer_seconds: 60 };
/** Of one connection; at least so many whole ones but one fall into it. */
const SECONDS = 4;
const IMA_ADPCM = 4;

/** Whole seconds in which somebody hears this alone, of the two. */
function heard(hertz: number, sound: Int16Array): number {
  return secondsOf(sound, [hertz], [CALLER, AGENT]);
}

async function channel(file: string, number: number): Promise<Int16Array> {
  const one = file.replace(/\.wav$/, `-${number}.wav`);
  await run("sox", [file, "-e", "signed", "-b", 16, one, "remix", number]);
  return await samplesOf(one);
}

Deno.test("a baresip that called hears the one that was dialled for it where the mode lets it; sox hears both, each in its channel", async () => {
  const node = await NodeProcess.start();
  const app = await Application.connect(node.rpc);
  const tone = (hertz: number) =>
    toneFile(join(node.dataDir, `${hertz}.wav`), hertz);
  const agent = await Baresip.start({
    port: PORT + 10,
    speaks: await tone(AGENT),
    codec: "gsm",
  });
  const caller = await Baresip.start({
    port: PORT,
    speaks: await tone(CALLER),
    dials: `sip:100@${node.sip}`,
  });
  const { res_id } = await app.told("incoming");
  await app.act("answer", { res_id, ...ANSWER });
  const dial = { to_uri: `sip:phone@127.0.0.1:${PORT + 10}`, ...ANSWER };
  const { res_id: call_res_id } = await app.call("construct", {
    ...dial,
    parent_call_res_id: res_id,
  });
  assert.equal((await app.told("dial_completed", call_res_id)).error, null);
  assert.equal((await app.call("get", { res_id })).state, "Dial");

  const both = { res_id, call_res_id, max_seconds: SECONDS };
  const deaf = await app.act("connect_start", {
    ...both,
    connect_mode: 2,
    record_file: "talk.wav",
    record_format: IMA_ADPCM,
    record_channels: 2,
  });
  assert.equal(deaf.error, "bridge timeout");
  const talk = await app.act("connect_start", both);
  assert.equal(talk.error, "bridge timeout");
  await app.call("drop", { res_id });
  await app.call("drop", { res_id: call_res_id });
  await app.count("released", 2);

  const byCaller = heard(AGENT, await samplesOf(await caller.stop()));
  assert.ok(byCaller >= SECONDS - 2 && byCaller <= SECONDS, `${byCaller} s`);
  const byAgent = heard(CALLER, await samplesOf(await agent.stop()));
  assert.ok(byAgent >= 2 * SECONDS - 3, `${byAgent} s`);
  const file = join(node.dataDir, "recordings", "talk.wav");
  for (const [n, hertz] of [CALLER, AGENT].entries()) {
    const recorded = heard(hertz, await channel(file, n + 1));
    assert.ok(recorded >= SECONDS - 1, `${hertz} Hz for ${recorded} s`);
  }
  await app.close();
  assert.equal((await node.stop()).code, 0);
  await Deno.remove(node.dataDir, { recursive: true });
});

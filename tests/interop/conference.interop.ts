import assert from "node:assert/strict";
import { join } from "node:path";
import { Application } from "../support/application.ts";
import { Baresip, type BaresipOptions } from "../support/baresip.ts";
import { NodeProcess } from "../support/node_process.ts";
import { samplesOf } from "../support/speech.ts";
import { secondsOf, toneFile } from "../support/tone_file.ts";

const PORT = 16_900;

const PHONES: readonly (Pick<BaresipOptions, "codec" | "only"> & {
  readonly hertz: number;
})[] = [
  { only: "PCMA/8000/1", hertz: 640 },
  { only: "PCMU/8000/1", hertz: 1270 },
  { codec: "gsm", hertz: 460 },
];

Deno.test("three baresips in A-law, µ-law and GSM hear each other in a conference, and not themselves", async () => {
  const node = await NodeProcess.start();
  const app = await Application.connect(node.rpc);
  const { res_id: conf } = await app.call("sys.conf.construct", {
    max_seconds: 60,
    parts_threshold: -1,
  });
  const phones: Baresip[] = [];
  for (const [n, { hertz, ...options }] of PHONES.entries()) {
    const tone = join(node.dataDir, `${hertz}.wav`);
    const speaks = await toneFile(tone, hertz);
    const dials = `sip:200@${node.sip}`;
    phones.push(
      await Baresip.start({ port: PORT + 10 * n, speaks, dials, ...options }),
    );
    const { res_id } = await app.told("incoming");
    await app.act("answer", { res_id, max_answer_seconds: 60 });
    await app.call("conf_enter", {
      res_id,
      conf_res_id: conf,
      max_seconds: 60,
    });
  }
  const record = { res_id: conf, max_seconds: 6, record_file: "all.wav" };
  const recorded = await app.act("sys.conf.record_start", record);
  await app.call("sys.conf.release", { res_id: conf });
  await app.told("sys.conf.on_released", conf);

  const all = PHONES.map(({ hertz }) => hertz);
  const file = join(node.dataDir, "recordings", recorded.record_file);
  assert.ok(secondsOf(await samplesOf(file), all, all) >= 5);
  for (const [n, phone] of phones.entries()) {
    const sound = await samplesOf(await phone.stop());
    const others = all.filter((_, i) => i !== n);
    const seconds = secondsOf(sound, others, all);
    assert.ok(seconds >= 4, `${all[n]} Hz heard ${others} for ${seconds} s`);
  }
  await app.count("released", phones.length);
  await app.close();
  assert.equal((await node.stop()).code, 0);
  await Deno.remove(node.dataDir, { recursive: true });
});

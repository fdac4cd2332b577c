import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import { Capture } from "../support/capture.ts";
import { inFolder } from "../support/in_folder.ts";
import { Kamailio } from "../support/kamailio.ts";
import { NodeProcess } from "../support/node_process.ts";
import { run } from "../support/program.ts";

const HOST = "127.17.9.254";
const PROXY = "127.17.9.253:5060";
const PHONE_PORT = 17_500;
const ANSWER = { max_answer_seconds: 60 };

interface Stage {
  readonly app: Application;
  /** Starts a phone whose sound is silence. */
  readonly phone: (dials?: string) => Promise<Baresip>;
}

/** A node and a phone with a proxy between them that stays in every dialog. */
async function throughProxy(
  transport: string,
  work: (stage: Stage) => Promise<void>,
): Promise<string[]> {
  const node = await NodeProcess.start({ CTI_SIP_HOST: HOST });
  const capture = await Capture.start(PROXY);
  const kamailio = await Kamailio.start(PROXY, [
    `  $du = "sip:${node.sip}${transport}";`,
    `  if ($rU == "phone") $du = "sip:127.0.0.1:${PHONE_PORT}";`,
  ]);
  const app = await Application.connect(node.rpc);
  await inFolder(async (folder) => {
    const speaks = `${folder}/silence.wav`;
    await run("sox", ["-n", "-r", 8000, "-b", 16, speaks, "trim", 0, 30]);
    const phone = (dials?: string) =>
      Baresip.start({ port: PHONE_PORT, speaks, ...dials && { dials } });
    await work({ app, phone });
  });
  await app.close();
  assert.deepEqual(await capture.wrong("dst"), []);
  assert.equal((await node.stop()).code, 0);
  // Both sides may hang up at once.
  return [...new Set(await kamailio.stop())];
}

for (const transport of ["", ";transport=tcp"]) {
  const how = transport === "" ? "UDP" : "TCP";
  Deno.test(`RFC 3261 §16.12: baresip calls by Kamailio, over ${how}, and what follows takes its route`, async () => {
    const routed = await throughProxy(transport, async ({ app, phone }) => {
      const incoming = app.event("incoming");
      const baresip = await phone(`sip:prompt@${PROXY}`);
      const { res_id } = await incoming;
      await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
      await app.run("drop", { res_id }, "released");
      await baresip.printed();
    });
    assert.deepEqual(routed, ["ACK", "BYE"]);
  });

  Deno.test(`RFC 3261 §12.1.2: construct calls baresip by Kamailio, over ${how}, and what follows takes its route`, async () => {
    const routed = await throughProxy(transport, async ({ app, phone }) => {
      const baresip = await phone();
      const dialled = app.event("dial_completed");
      const to_uri = `sip:phone@${PROXY}${transport}`;
      const { res_id } = await app.call("construct", { to_uri, ...ANSWER });
      assert.equal((await dialled).error, null);
      await app.run("drop", { res_id }, "released");
      await baresip.printed();
    });
    assert.deepEqual(routed, ["ACK", "BYE"]);
  });
}

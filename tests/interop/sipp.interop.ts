import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { inFolder } from "../support/in_folder.ts";
import { NodeProcess } from "../support/node_process.ts";
import { start } from "../support/program.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { dial } from "../support/speech.ts";

const SCENARIOS = new URL("./scenarios/", import.meta.url).pathname;
/** Where Debian's sip-tester keeps the captures its own scenarios play. */
const CAPTURES = "/usr/share/sip-tester";
const ANSWER = { max_answer_seconds: 60 };
/** Of the node alone, so that its packets can be told. */
const HOST = "127.15.5.254";

interface Load {
  readonly calls: number;
  readonly rate: number;
}

/** Runs SIPp against a node until its calls are over. */
async function sipp(
  node: NodeProcess,
  scenario: readonly string[],
  { calls, rate }: Load,
  cwd: string,
) {
  const fixed = ["-i", "127.0.0.1", "-mp", 26000, "-nostdin", "-timeout", 120];
  const load = ["-m", calls, "-r", rate];
  return await start("sipp", [node.sip, ...scenario, ...fixed, ...load], cwd)
    .ended;
}

/** With a folder, too, in which SIPp finds its captures under their name. */
function withNode(
  work: (
    node: NodeProcess,
    app: Application,
    folder: string,
  ) => Promise<void>,
) {
  return inFolder(async (folder) => {
    await Deno.symlink(CAPTURES, `${folder}/pcap`);
    const node = await NodeProcess.start({ CTI_SIP_HOST: HOST });
    const app = await Application.connect(node.rpc);
    await readByTshark(node, () => work(node, app, folder));
    await app.close();
    assert.equal((await node.stop()).code, 0);
  });
}

function countsOf(app: Application) {
  const names = ["incoming", "answer_completed", "released"];
  return Object.fromEntries(names.map((name) => [name, app.of(name).length]));
}

Deno.test("SIPp uac: 100 of 100 calls at 10 a second", async () => {
  await withNode(async (node, app, folder) => {
    app.on(
      "incoming",
      ({ res_id }) => app.call("answer", { res_id, ...ANSWER }),
    );
    const load = { calls: 100, rate: 10 };
    const uac = ["-sn", "uac", "-d", "1000"];
    const { code, output } = await sipp(node, uac, load, folder);
    assert.equal(code, 0, output.slice(-3000));
    await app.count("released", 100);
    assert.deepEqual(countsOf(app), {
      incoming: 100,
      answer_completed: 100,
      released: 100,
    });
    assert.ok(
      app.of("released").every(({ dropped_by }) => dropped_by === "usr"),
    );
  });
});

Deno.test("SIPp uac_pcap: 100 of 100 calls at 10 a second, and each call's 1 is heard", async () => {
  await withNode(async (node, app, folder) => {
    app.on(
      "incoming",
      ({ res_id }) => app.call("answer", { res_id, ...ANSWER }),
    );
    app.on(
      "answer_completed",
      ({ res_id }) => app.call("receive_dtmf_start", { res_id, max_keys: 1 }),
    );
    const load = { calls: 100, rate: 10 };
    const uac = ["-sn", "uac_pcap"];
    const { code, output } = await sipp(node, uac, load, folder);
    assert.equal(code, 0, output.slice(-3000));
    await app.count("released", 100);
    const keys = app.of("receive_dtmf_completed").map(({ keys }) => keys);
    assert.deepEqual(keys, Array(100).fill("1"));
    assert.equal(countsOf(app).released, 100);
  });
});

/** Answers, takes keys until `last` came, and hangs up. */
async function takeKeys(app: Application, last: string): Promise<string> {
  const { res_id } = await app.event("incoming");
  await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
  const taking = { res_id, max_keys: 20, finish_keys: last };
  const including = { including_finish_key: true, first_key_timeout: 20 };
  const { keys, error } = await app.run(
    "receive_dtmf_start",
    { ...taking, ...including },
    "receive_dtmf_completed",
  );
  assert.equal(error, null);
  await app.run("drop", { res_id }, "released");
  return keys;
}

Deno.test("RFC 4733: SIPp's captures of all twelve keys are each reported once", async () => {
  await withNode(async (node, app, folder) => {
    const keys = takeKeys(app, "#");
    const scenario = ["-sf", `${SCENARIOS}keys_by_event.xml`];
    const once = { calls: 1, rate: 1 };
    const { code, output } = await sipp(node, scenario, once, folder);
    assert.equal(code, 0, output.slice(-3000));
    assert.equal(await keys, "0123456789*#");
  });
});

Deno.test("in-band: all sixteen keys that sox made and SIPp streamed are each reported once", async () => {
  await withNode(async (node, app, folder) => {
    await dial("1234567890*ABCD#", `${folder}/keys.ul`);
    const keys = takeKeys(app, "#");
    const scenario = ["-sf", `${SCENARIOS}keys_by_tone.xml`];
    const once = { calls: 1, rate: 1 };
    const { code, output } = await sipp(node, scenario, once, folder);
    assert.equal(code, 0, output.slice(-3000));
    assert.equal(await keys, "1234567890*ABCD#");
  });
});

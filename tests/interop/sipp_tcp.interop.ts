import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { inFolder } from "../support/in_folder.ts";
import { listening } from "../support/listening.ts";
import { NodeProcess } from "../support/node_process.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { start } from "../support/program.ts";

const LOOPBACK = "127.0.0.1";
const FIRST_PORT = 15_380;
const ANSWER = { max_answer_seconds: 60 };
/** Of the node alone, so that its packets can be told. */
const HOST = "127.15.3.254";

/** Runs SIPp in a folder of its own until its calls are over. */
function sipp(port: number, args: readonly (string | number)[]) {
  const at = ["-i", LOOPBACK, "-p", port, "-mp", 26_400 + port % 100 * 4];
  const ending = ["-nostdin", "-timeout", 90, "-timeout_error"];
  return inFolder((folder) =>
    start("sipp", [...args, ...at, ...ending], folder).ended
  );
}

async function withNode(
  work: (node: NodeProcess, app: Application) => Promise<void>,
) {
  const node = await NodeProcess.start({ CTI_SIP_HOST: HOST });
  const app = await Application.connect(node.rpc);
  await work(node, app);
  await app.close();
  assert.equal((await node.stop()).code, 0);
}

const WAYS = [
  ["over one connection", "t1", FIRST_PORT],
  ["each over a connection of its own", "tn", FIRST_PORT + 1],
] as const;
for (const [how, mode, port] of WAYS) {
  Deno.test(`SIPp uac over TCP: 100 of 100 calls at 20 a second, ${how}`, async () => {
    await withNode(async (node, app) => {
      app.on(
        "incoming",
        ({ res_id }) => app.call("answer", { res_id, ...ANSWER }),
      );
      const load = ["-m", 100, "-r", 20, "-d", 1000, "-max_socket", 200];
      const uac = [node.sip, "-sn", "uac", "-t", mode, ...load];
      await readByTshark(node, async () => {
        const { code, output } = await sipp(port, uac);
        assert.equal(code, 0, output.slice(-3000));
        await app.count("released", 100);
      });
      assert.equal(app.of("answer_completed").length, 100);
      assert.ok(
        app.of("released").every(({ dropped_by }) => dropped_by === "usr"),
      );
    });
  });
}

Deno.test("construct calls SIPp's uas over TCP, ten times by one URI, and hangs up", async () => {
  await withNode(async (_, app) => {
    const port = FIRST_PORT + 2;
    const calls = 10;
    const uas = sipp(port, ["-sn", "uas", "-t", "t1", "-m", calls]);
    await listening(`${LOOPBACK}:${port}`);
    const to_uri = `sip:x@${LOOPBACK}:${port};transport=tcp`;
    for (let call = 0; call < calls; call++) {
      const dialled = app.event("dial_completed");
      const { res_id } = await app.call("construct", { to_uri, ...ANSWER });
      assert.equal((await dialled).error, null);
      const released = await app.run("drop", { res_id }, "released");
      assert.equal(released.dropped_by, "sys");
    }
    const { code, output } = await uas;
    assert.equal(code, 0, output.slice(-3000));
  });
});

Deno.test("construct to a TCP port where nobody listens fails at once", async () => {
  await withNode(async (_, app) => {
    const to_uri = `sip:x@${LOOPBACK}:${FIRST_PORT + 3};transport=tcp`;
    const began = performance.now();
    const dialled = app.event("dial_completed");
    await app.call("construct", { to_uri, ...ANSWER });
    assert.notEqual((await dialled).error, null);
    assert.ok(performance.now() - began < 2000);
  });
});

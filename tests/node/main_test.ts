import assert from "node:assert/strict";
import { NodeProcess } from "../support/node_process.ts";
import { RawCaller } from "./raw_caller.ts";

const MAIN = new URL("../../runtime/main.ts", import.meta.url).pathname;

/** Runs a node that is not meant to start. */
async function refused(
  settings: Record<string, string>,
  args: string[] = [],
  permissions: string[] = ["-A"],
) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, MAIN, ...args],
    env: { CTI_HTTP_PORT: "0", CTI_SIP_HOST: "127.0.0.1", ...settings },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stderr);
  return { code, stdout, log: text.trim().split("\n") };
}

Deno.test("one line says that the node is ready, with the ports it was given", async () => {
  const node = await NodeProcess.start();
  const { ready } = node;
  assert.deepEqual(Object.keys(ready), ["node", "sip", "http", "pid"]);
  assert.equal(ready.node, "0.0.0");
  assert.match(
    ready.sip.join(),
    /^udp:127\.0\.0\.1:([1-9]\d*),tcp:127\.0\.0\.1:\1$/,
  );
  assert.match(ready.http, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  assert.equal((await node.stop()).code, 0);
});

Deno.test("wrong settings are refused by name, value and what is allowed, with code 2", async () => {
  const wrong = { CTI_SIP_PORT: "sip", CTI_HTTP_HOST: "0.0.0.0x" };
  const { code, stdout, log } = await refused(wrong);
  assert.equal(code, 2);
  assert.equal(stdout.length, 0);
  const told = log.map((line) => JSON.parse(line));
  assert.deepEqual(told.map(({ name, value }) => [name, value]), [
    ["CTI_SIP_PORT", "sip"],
    ["CTI_HTTP_HOST", "0.0.0.0x"],
  ]);
  assert.equal(told[0].allowed, "a whole number from 0 to 65535");
});

Deno.test("a name that is no setting is told of", async () => {
  const { log } = await refused({ CTI_SIP_PROT: "1", CTI_DEMO: "x" });
  const [first, second] = log.map((line) => JSON.parse(line));
  assert.deepEqual([first.level, first.name], ["warn", "CTI_SIP_PROT"]);
  assert.equal(second.name, "CTI_DEMO");
});

Deno.test("an address or a folder that cannot be had is named in one line", async () => {
  const file = await Deno.makeTempFile();
  for (
    const [name, value] of [
      ["CTI_RTP_HOST", "203.0.113.9"],
      ["CTI_DATA_DIR", file],
    ]
  ) {
    const { code, log } = await refused({ CTI_SIP_PORT: "0", [name]: value });
    assert.equal(code, 1);
    assert.equal(log.length, 1);
    const { error } = JSON.parse(log[0]);
    assert.ok(error.includes(name) && error.includes(value));
    assert.ok(!error.includes("\n"));
  }
  await Deno.remove(file);
});

Deno.test("a speech command that may not be run, or is not there, is named at the start", async () => {
  const port = { CTI_SIP_PORT: "0", CTI_DATA_DIR: await Deno.makeTempDir() };
  const command = { ...port, CTI_SPEECH_COMMAND: "sh -c x" };
  const forbidden = await refused(command, [], ["-A", "--deny-run"]);
  assert.equal(forbidden.code, 1);
  assert.match(
    JSON.parse(forbidden.log[0]).error,
    /the speech command sh \(CTI_SPEECH_COMMAND\): it may not be run without --allow-run=sh, as deno task start:command/,
  );
  const missing = await refused({ ...port, CTI_SPEECH_COMMAND: "no-such -x" });
  assert.equal(missing.code, 1);
  assert.match(
    JSON.parse(missing.log[0]).error,
    /no-such \(CTI_SPEECH_COMMAND\): there is no such program$/,
  );
  await Deno.remove(port.CTI_DATA_DIR, { recursive: true });
});

Deno.test("an option or a file that is not there is code 2", async () => {
  assert.equal((await refused({}, ["--prot", "1"])).code, 2);
  assert.equal((await refused({}, ["--config", "/nowhere/x"])).code, 2);
});

Deno.test("a file of settings counts, and the environment counts more", async () => {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "CTI_SIP_PORT=a\nCTI_NODE_ID=b\n");
  const { code, log } = await refused({ CTI_NODE_ID: "c" }, ["--config", file]);
  await Deno.remove(file);
  assert.equal(code, 2);
  const values = log.map((line) => JSON.parse(line).value);
  assert.deepEqual(values, ["c", "a"]);
});

Deno.test("a port that is taken is named, with code 1", async () => {
  const taken = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  const { port } = taken.addr as Deno.NetAddr;
  const dataDir = await Deno.makeTempDir();
  const { code, log } = await refused({
    CTI_SIP_PORT: `${port}`,
    CTI_DATA_DIR: dataDir,
  });
  taken.close();
  await Deno.remove(dataDir, { recursive: true });
  assert.equal(code, 1);
  assert.match(log[0], /CTI_SIP_PORT.*AddrInUse/);
});

Deno.test("a second signal does not wait for calls", async () => {
  const node = await NodeProcess.start({
    CTI_DEMO: "on",
    CTI_DRAIN_SECONDS: "600",
  });
  const phone = new RawCaller(`udp:${node.sip}`);
  assert.equal((await phone.invite()).at(-1), 200);
  await phone.ack();
  const stopped = node.stop();
  let status = 200;
  while (status === 200) {
    const response = await fetch(`${node.ready.http}/ready`);
    await response.body?.cancel();
    status = response.status;
  }
  Deno.kill(node.ready.pid, "SIGTERM");
  assert.equal((await stopped).code, 130);
  phone.close();
});

Deno.test("RTP by FFI that is asked for and not allowed is refused in one line", async () => {
  const settings = { CTI_SIP_PORT: "0", CTI_MEDIA_IO: "ffi" };
  const { code, log } = await refused(settings, [], ["-A", "--deny-ffi"]);
  assert.equal(code, 1);
  assert.match(log.join(), /CTI_MEDIA_IO.*no --allow-ffi/);
});

for (
  const [io, permissions, warnings] of [["ffi", [], 0], [
    "deno",
    ["--deny-ffi"],
    1,
  ]] as const
) {
  Deno.test(`with ${permissions.join() || "all"} the node picks ${io} for RTP, and says so`, async () => {
    const node = await NodeProcess.start({}, permissions);
    const health = await (await fetch(`${node.ready.http}/health`)).json();
    assert.equal(health.media.io, io);
    assert.deepEqual(health.media.errors, {});
    const { log } = await node.stop();
    assert.equal(log.match(/no --allow-ffi/g)?.length ?? 0, warnings);
  });
}

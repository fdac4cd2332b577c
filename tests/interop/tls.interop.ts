import assert from "node:assert/strict";
import { textOf } from "../../runtime/base/bytes.ts";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import { compare } from "../support/compare.ts";
import { inFolder } from "../support/in_folder.ts";
import { listening } from "../support/listening.ts";
import { NodeProcess } from "../support/node_process.ts";
import { type KeyPair, selfSignedBy, signedBy } from "../support/openssl.ts";
import { run, start } from "../support/program.ts";
import { samplesOf, speak } from "../support/speech.ts";

const PORT = 16_040;
const SECONDS = { max_answer_seconds: 60 };
const ALL = { CTI_SIP_TRANSPORTS: "udp,tcp,tls" };

interface Stage {
  readonly node: NodeProcess;
  readonly app: Application;
  /** `host:port` of its SIP over TLS. */
  readonly tls: string;
}

async function withNode(
  settings: Readonly<Record<string, string>>,
  work: (stage: Stage) => Promise<void>,
): Promise<string> {
  const node = await NodeProcess.start({ ...ALL, ...settings });
  const app = await Application.connect(node.rpc);
  const at = node.ready.sip.find((place) => place.startsWith("tls:")) ?? "";
  await work({ node, app, tls: at.slice("tls:".length) });
  await app.close();
  const { code, log } = await node.stop();
  assert.equal(code, 0, log);
  return log;
}

/** Key and certificate in one file, as baresip wants them. */
async function inOne(folder: string, { cert, key }: KeyPair): Promise<string> {
  const path = `${folder}/own.pem`;
  const texts = await Promise.all([key, cert].map((f) => Deno.readTextFile(f)));
  await Deno.writeTextFile(path, texts.join(""));
  return path;
}

Deno.test("RFC 3261 §26: baresip calls in over TLS, trusting the node's own certificate; the node's BYE goes back by its connection", async () => {
  await inFolder(async (folder) => {
    const own = await inOne(folder, await selfSignedBy(folder, "phone"));
    await withNode({}, async ({ node, app, tls }) => {
      const speech = `${node.dataDir}/prompts/speech.wav`;
      await Deno.mkdir(`${node.dataDir}/prompts`, { recursive: true });
      await speak("Please leave your message after the tone.", speech);
      const long = `${folder}/long.wav`;
      await run("sox", [speech, long, "pad", 1, 30]);
      const incoming = app.event("incoming");
      const phone = await Baresip.start({
        port: PORT,
        speaks: long,
        dials: `sip:prompt@${tls};transport=tls`,
        tls: { own, roots: `${node.dataDir}/tls/cert.pem` },
      });
      const { res_id } = await incoming;
      await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
      const play = { res_id, content: "speech.wav" };
      const done = await app.run("play_start", play, "play_completed");
      assert.equal(done.error, null);
      const released = await app.run("drop", { res_id }, "released");
      assert.equal(released.dropped_by, "sys");
      const heard = await samplesOf(await phone.stop());
      const found = compare(await samplesOf(speech), heard);
      assert.ok(found.frames > 50, JSON.stringify(found));
      assert.ok(20 * found.broken <= found.frames, JSON.stringify(found));
    });
  });
});

/** A node calls baresip, which shows `pair`; gives the dial's error and the log. */
async function dialled(
  folder: string,
  port: number,
  pair: KeyPair,
  settings: Readonly<Record<string, string>>,
  scheme = "sip",
) {
  const own = await inOne(folder, pair);
  const silence = `${folder}/silence.wav`;
  await run("sox", ["-n", "-r", 8000, "-b", 16, silence, "trim", 0, 30]);
  let error: unknown;
  const log = await withNode(settings, async ({ node, app }) => {
    const roots = `${node.dataDir}/tls/cert.pem`;
    const tls = { own, roots };
    const phone = await Baresip.start({ port, speaks: silence, tls });
    await listening(`127.0.0.1:${port + 1}`);
    const parameter = scheme === "sip" ? ";transport=tls" : "";
    const to_uri = `${scheme}:phone@127.0.0.1:${port + 1}${parameter}`;
    const completed = app.event("dial_completed");
    const { res_id } = await app.call("construct", { to_uri, ...SECONDS });
    ({ error } = await completed);
    if (error === null) await app.run("drop", { res_id }, "released");
    await phone.printed();
  });
  return { error, log };
}

for (const [at, scheme] of ["sip", "sips"].entries()) {
  Deno.test(`RFC 5922 §7: construct calls baresip by ${scheme}, whose certificate is trusted by CTI_TLS_CA`, async () => {
    await inFolder(async (folder) => {
      const pair = await selfSignedBy(folder, "phone", "IP:127.0.0.1");
      const settings = { CTI_TLS_CA: pair.cert };
      const port = PORT + 10 + 5 * at;
      const { error, log } = await dialled(
        folder,
        port,
        pair,
        settings,
        scheme,
      );
      assert.equal(error, null, log);
    });
  });
}

Deno.test("RFC 5922 §7.3: a certificate that nobody vouches for ends the dial, and the log says why", async () => {
  await inFolder(async (folder) => {
    const pair = await selfSignedBy(folder, "phone", "IP:127.0.0.1");
    const { error, log } = await dialled(folder, PORT + 20, pair, {});
    assert.notEqual(error, null);
    assert.match(log, /"No TLS".*self-signed/);
  });
});

/** OpenSSL's server, which lives as long as its input. */
function serving(args: readonly string[]) {
  const child = new Deno.Command("openssl", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  /** Resolves with the first that it is told; empty: nothing to its end. */
  const heard = reader.read()
    .then(({ value }) => textOf(value ?? new Uint8Array(0)));
  const stop = async () => {
    child.kill("SIGTERM");
    await child.stdin.close().catch(() => {});
    await child.status;
    await heard;
    await reader.cancel();
  };
  return { heard, stop };
}

const INTERMEDIATE = "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign";
const CHAINS: [what: string, names: string, linked: boolean, good: boolean][] =
  [
    ["its name", "DNS:localhost", true, true],
    ["its domain as a URI", "URI:sip:localhost,DNS:other.example", true, true],
    ["a wildcard", "DNS:*", true, false],
    ["another name", "DNS:other.example", true, false],
    ["its name, but no link to the root", "DNS:localhost", false, false],
  ];
for (const [at, [what, names, linked, good]] of CHAINS.entries()) {
  Deno.test(`RFC 5922 §7: openssl's server with ${what} ${good ? "gets" : "does not get"} the INVITE`, async () => {
    await inFolder(async (folder) => {
      const root = await selfSignedBy(folder, "root");
      const middle = await signedBy(root, folder, "middle", INTERMEDIATE);
      const extensions = `subjectAltName=${names}`;
      const leaf = await signedBy(middle, folder, "leaf", extensions);
      const port = PORT + 40 + at;
      const chain = linked ? ["-cert_chain", middle.cert] : [];
      const server = serving([
        ...["s_server", "-accept", `127.0.0.1:${port}`, "-quiet"],
        ...["-cert", leaf.cert, "-key", leaf.key, ...chain],
      ]);
      await listening(`127.0.0.1:${port}`);
      const log = await withNode({ CTI_TLS_CA: root.cert }, async ({ app }) => {
        const completed = app.event("dial_completed");
        const to_uri = `sips:x@localhost:${port}`;
        await app.call("construct", { to_uri, ...SECONDS });
        if (good) assert.match(await server.heard, /^INVITE sips:x@localhost/);
        // With its server gone the dial ends too.
        if (good) await server.stop();
        assert.notEqual((await completed).error, null);
      });
      if (!good) {
        await server.stop();
        assert.equal(await server.heard, "");
      }
      assert.equal(/"No TLS"/.test(log), !good, log);
    });
  });
}

Deno.test("openssl's client trusts the certificate that the node has made, and no TLS older than 1.2 is spoken", async () => {
  await withNode({}, async ({ node, tls }) => {
    const roots = ["-CAfile", `${node.dataDir}/tls/cert.pem`];
    const ask = (...more: string[]) =>
      start("openssl", [
        ...["s_client", "-connect", tls, "-brief", ...roots],
        ...["-verify_return_error", "-verify_ip", "127.0.0.1", ...more],
      ]).ended;
    const { code, output } = await ask();
    assert.equal(code, 0, output);
    assert.match(output, /Verification: OK/);
    assert.equal((await ask("-tls1_2")).code, 0);
    assert.notEqual((await ask("-tls1_1")).code, 0);
  });
});

import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import {
  ACCOUNT,
  Carrier,
  type CarrierOptions,
  DOMAIN,
} from "../support/carrier.ts";
import { NodeProcess } from "../support/node_process.ts";
import { scrape, valueOf } from "../support/prometheus_text.ts";
import { run } from "../support/program.ts";

/** Kamailio's, and where baresip listens, with what belongs to them. */
const PORTS = { UDP: [17010, 17040], TCP: [17020, 17050], TLS: [17030, 17060] };
const SECONDS = { max_answer_seconds: 60 };
const CALLER = "02066304057";
const LABELS = { trunk: "carrier" };
const TLS_ALONE = { CTI_SIP_TRANSPORTS: "tls" };

type Way = keyof typeof PORTS;

/** Where the carrier is: by UDP nobody is at the first place. */
const HOSTS: Readonly<Record<Way, (port: number) => string | string[]>> = {
  UDP: (port) => [`127.0.0.1:${port + 9}`, `127.0.0.1:${port}`],
  TCP: (port) => `127.0.0.1:${port}`,
  TLS: (port) => `localhost:${port + 1}`,
};

interface Stage {
  readonly node: NodeProcess;
  readonly app: Application;
  /** `host:port` of the carrier. */
  readonly at: string;
  /** The port of the telephone behind it. */
  readonly phone: number;
  /** A minute of silence, as a file. */
  readonly silence: string;
  /** What that telephone wants of SRTP. */
  readonly srtp: { readonly security?: "srtp-mand" };
  metric(name: string): Promise<number | undefined>;
}

/** A node whose one trunk is that carrier. */
async function nodeAt(
  way: Way,
  settings: Readonly<Record<string, string>>,
): Promise<NodeProcess> {
  const [port] = PORTS[way];
  const trunks = [{
    name: "carrier",
    hosts: HOSTS[way](port),
    transport: way.toLowerCase(),
    domain: DOMAIN,
    credentials: ACCOUNT,
    register: true,
    register_seconds: 60,
    caller: { default: CALLER },
    asserted_identity: true,
    ping_seconds: 10,
    security: way === "TLS" ? "require" : "none",
  }];
  const config = `${await Deno.makeTempDir()}/node.json`;
  await Deno.writeTextFile(config, JSON.stringify({ trunks }));
  return await NodeProcess.start(settings, [], ["--config", config]);
}

/** A minute of silence, as a file. */
async function silent(): Promise<string> {
  const file = `${await Deno.makeTempDir()}/silence.wav`;
  const mono = ["-r", 8000, "-c", 1, "-b", 16];
  await run("sox", ["-n", ...mono, file, "trim", 0, 60]);
  return file;
}

/** A Kamailio, and a node that is registered there by a trunk; what it said. */
async function withTrunk(
  way: Way,
  algorithm: CarrierOptions["algorithm"],
  work: (stage: Stage) => Promise<void>,
): Promise<string> {
  const [port, phone] = PORTS[way];
  const rings = `sip:phone@127.0.0.1:${phone}`;
  await using carrier = await Carrier.start({ port, rings, algorithm });
  const trusting = { ...TLS_ALONE, CTI_TLS_CA: carrier.authority };
  const node = await nodeAt(way, way === "TLS" ? trusting : {});
  const app = await Application.connect(node.rpc);
  const metric = async (name: string) =>
    valueOf(await scrape(node.ready.http), name, LABELS);
  assert.equal((await app.trunk("up")).registered, true);
  assert.equal(await metric("cti_trunk_registered"), 1);
  const srtp = way === "TLS" ? { security: "srtp-mand" } as const : {};
  const at = `127.0.0.1:${port}`;
  await work({ node, app, at, phone, silence: await silent(), srtp, metric });
  await app.close();
  const stopped = await node.stop();
  assert.equal(stopped.code, 0, stopped.log);
  return await carrier.stop();
}

/** The telephone behind the carrier calls us by our name there. */
async function called({ app, at, phone, silence, srtp }: Stage): Promise<void> {
  const incoming = app.event("incoming");
  const dials = `sip:${ACCOUNT.username}@${at}`;
  const caller = await Baresip.start({
    port: phone,
    speaks: silence,
    dials,
    ...srtp,
  });
  const { res_id, trunk, asserted_identity } = await incoming;
  assert.equal(trunk, "carrier");
  assert.equal(asserted_identity, `sip:+8613800138000@${DOMAIN}`);
  const { error } = await app.run(
    "answer",
    { res_id, ...SECONDS },
    "answer_completed",
  );
  assert.equal(error, null);
  const released = app.event("released", res_id);
  await app.call("drop", { res_id });
  assert.equal((await released).cause, 603);
  assert.match(
    await caller.printed(),
    /session closed|Call terminated|terminated/i,
  );
}

/** We call a number, which rings at that telephone. */
async function calls(
  { app, phone, silence, srtp, metric }: Stage,
): Promise<void> {
  const callee = await Baresip.start({ port: phone, speaks: silence, ...srtp });
  const dialled = app.event("dial_completed");
  const to_uri = "13800138000";
  const { res_id } = await app.call("construct", { to_uri, ...SECONDS });
  assert.equal((await dialled).error, null);
  assert.equal(await metric("cti_trunk_calls"), 1);
  const released = await app.run("drop", { res_id }, "released");
  assert.equal(released.dropped_by, "sys");
  await callee.printed();
  assert.equal(await metric("cti_trunk_calls"), 0);
  assert.equal(await metric("cti_trunk_dials_total"), 1);
}

for (
  const [way, algorithm] of [
    ["UDP", "SHA-256"],
    ["TCP", "MD5"],
    ["TLS", "SHA-256"],
  ] as const
) {
  Deno.test(`Kamailio, ${way} and ${algorithm}: registered there, called by it and calling through it`, async () => {
    const said = await withTrunk(way, algorithm, async (stage) => {
      await called(stage);
      await calls(stage);
    });
    const identity = `sip:${CALLER}@${DOMAIN}`;
    const dialled = `13800138000 of ${identity}, asserted <${identity}>`;
    const told = [...said.matchAll(/carrier: (.*)/g)].map(([, text]) => text);
    assert.deepEqual(told.map((text) => text.replace(/<.*>;expires/, "us")), [
      "4711 is at us=60 for 60",
      `INVITE of 4711 by ${algorithm}`,
      // What is too large for UDP goes by TCP.
      `${dialled}, by ${way === "UDP" ? "tcp" : way.toLowerCase()}`,
      `BYE of 4711 by ${algorithm}`,
      "4711 is at us=0 for 0",
    ]);
  });
}

Deno.test("Kamailio, TLS: where nobody vouches for its certificate nothing is told it, and the trunk is down", async () => {
  const [port, phone] = PORTS.TLS;
  const rings = `sip:phone@127.0.0.1:${phone}`;
  await using carrier = await Carrier.start({
    ...{ port, rings },
    algorithm: "SHA-256",
  });
  const node = await nodeAt("TLS", TLS_ALONE);
  const app = await Application.connect(node.rpc);
  assert.equal((await app.trunk("down")).registered, false);
  const dial = app.call("construct", { to_uri: "1", ...SECONDS });
  await assert.rejects(dial, /is down/);
  await app.close();
  const { code, log } = await node.stop();
  assert.equal(code, 0, log);
  assert.doesNotMatch(await carrier.stop(), /carrier: /);
});

import assert from "node:assert/strict";
import { Application } from "../support/application.ts";
import { Baresip } from "../support/baresip.ts";
import { compare } from "../support/compare.ts";
import { inFolder } from "../support/in_folder.ts";
import { Kamailio } from "../support/kamailio.ts";
import { listening as tcpListening } from "../support/listening.ts";
import { NodeProcess } from "../support/node_process.ts";
import { run } from "../support/program.ts";
import { sipp, type SippOutcome } from "../support/sipp.ts";
import { scenarioOf } from "../support/sipp_steps.ts";
import { samplesOf, speak } from "../support/speech.ts";
import { udpBound } from "../support/udp_bound.ts";
import {
  ANNOUNCER,
  ANSWERER,
  farEnd,
  LATE_OFFER,
  PROGRESS,
} from "./scenarios/early.ts";

const ANSWER = { max_answer_seconds: 60 };
const SIPP_PORT = 16_700;
const PROXY_PORT = 16_710;
const BARESIP_PORT = 16_720;
/** Of the two seconds that the far end speaks before it answers, in samples. */
const SPOKEN_BEFORE = 14_400;

interface Stage {
  readonly node: NodeProcess;
  readonly app: Application;
  /** One spoken sentence, 8 kHz, among the node's prompts. */
  readonly speech: string;
  readonly folder: string;
}

async function withNode(work: (stage: Stage) => Promise<void>) {
  await inFolder(async (folder) => {
    const node = await NodeProcess.start();
    const app = await Application.connect(node.rpc);
    const speech = `${node.dataDir}/prompts/speech.wav`;
    await Deno.mkdir(`${node.dataDir}/prompts`, { recursive: true });
    await speak("All our lines are busy, please wait.", speech);
    await work({ node, app, speech, folder });
    await app.close();
    assert.equal((await node.stop()).code, 0);
  });
}

interface Way {
  readonly name: string;
  readonly option: "u1" | "t1";
  readonly port: number;
}

const WAYS: readonly Way[] = [
  { name: "UDP", option: "u1", port: SIPP_PORT },
  { name: "TCP", option: "t1", port: SIPP_PORT + 1 },
];

function play(
  { node }: Stage,
  steps: readonly string[],
  { option, port }: Way,
): Promise<SippOutcome> {
  const at = ["-i", "127.0.0.1", "-p", port, "-mp", port + 40];
  const limit = ["-timeout", 30, "-timeout_error"];
  const scenario = scenarioOf("early", steps, "0.0.0.0");
  return sipp(scenario, node.sip, ["-t", option, ...at, ...limit]);
}

async function assertPassed(outcome: Promise<SippOutcome>): Promise<void> {
  const { code, errors } = await outcome;
  assert.equal(code, 0, errors);
}

/** Resolves when somebody is there to be called. */
function listening({ option, port }: Way): Promise<void> {
  return option === "t1" ? tcpListening(`127.0.0.1:${port}`) : udpBound(port);
}

/** RTP packets that a node received so far. */
async function packetsReceived({ ready }: NodeProcess): Promise<number> {
  const text = await (await fetch(`${ready.http}/metrics`)).text();
  const line = /^cti_rtp_packets_total\{.*"received".*\} (\d+)/m.exec(text);
  return Number(line?.[1]);
}

for (const way of WAYS) {
  Deno.test(`RFC 3262 §3: SIPp takes a 183 with SDP, its PRACK and a 200 without, over ${way.name}`, async () => {
    await withNode(async (stage) => {
      const { app } = stage;
      const incoming = app.event("incoming");
      const caller = play(stage, PROGRESS, way);
      const { res_id } = await incoming;
      const { error } = await app.run(
        "progress",
        { res_id, content: "speech.wav" },
        "progress_completed",
      );
      assert.equal(error, null);
      await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
      await assertPassed(caller);
    });
  });

  Deno.test(`RFC 3262 §5: SIPp answers in its PRACK the offer of our 180, over ${way.name}`, async () => {
    await withNode(async (stage) => {
      const { app } = stage;
      const incoming = app.event("incoming");
      const caller = play(stage, LATE_OFFER, way);
      const { res_id } = await incoming;
      await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
      await assertPassed(caller);
    });
  });

  Deno.test(`RFC 3262 §4: we acknowledge what SIPp announces reliably, and hear it before it answers, over ${way.name}`, async () => {
    await withNode(async (stage) => {
      const { app, node, folder } = stage;
      const { option, port } = way;
      const speech = `${folder}/speech.ul`;
      await run("sox", [stage.speech, speech]);
      const far = play(stage, farEnd(speech), way);
      const suffix = option === "t1" ? ";transport=tcp" : "";
      const to_uri = `sip:far@127.0.0.1:${port}${suffix}`;
      await listening(way);
      const heard = app.event("early_media");
      const dialled = app.event("dial_completed");
      const { res_id } = await app.call("construct", { to_uri, ...ANSWER });
      assert.equal((await heard).res_id, res_id);
      assert.equal((await dialled).error, null);
      // Of two seconds, but for the moment that it took to begin.
      const packets = await packetsReceived(node);
      assert.ok(packets > 75, `${packets} packets`);
      await app.run("drop", { res_id }, "released");
      await assertPassed(far);
    });
  });
}

Deno.test("RFC 3960 §3.2: baresip, a parent, hears what SIPp announces before it answers: same speech", async () => {
  await withNode(async (stage) => {
    const { app, node, folder } = stage;
    const [way] = WAYS;
    const [speech, silence] = [`${folder}/speech.ul`, `${folder}/silence.wav`];
    await run("sox", [stage.speech, speech]);
    await run("sox", [stage.speech, silence, "vol", 0, "pad", 1, 20]);
    const incoming = app.event("incoming");
    const dials = `sip:parent@${node.sip}`;
    const phone = await Baresip.start({
      port: BARESIP_PORT,
      speaks: silence,
      dials,
    });
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...ANSWER }, "answer_completed");
    const far = play(stage, farEnd(speech), way);
    await listening(way);
    const dialled = app.event("dial_completed");
    const { res_id: child } = await app.call("construct", {
      ...ANSWER,
      to_uri: `sip:far@127.0.0.1:${way.port}`,
      parent_call_res_id: res_id,
    });
    assert.equal((await dialled).error, null);
    await app.run("drop", { res_id: child }, "released");
    await app.run("drop", { res_id }, "released");
    await assertPassed(far);
    const heard = await samplesOf(await phone.stop());
    const sent = await samplesOf(stage.speech);
    const found = compare(sent.subarray(0, SPOKEN_BEFORE), heard);
    assert.ok(found.frames > 50, JSON.stringify(found));
    assert.equal(found.broken, 0, JSON.stringify(found));
  });
});

/** With a proxy that sends each call to two phones at once. */
async function withForks(
  [one, two]: readonly [number, number],
  work: (at: string) => Promise<void>,
): Promise<void> {
  const proxy = await Kamailio.start(`127.0.0.1:${PROXY_PORT}`, [
    `  $ru = "sip:one@127.0.0.1:${one}";`,
    `  append_branch("sip:two@127.0.0.1:${two}");`,
  ]);
  try {
    await work(proxy.at);
  } finally {
    await proxy.stop();
  }
}

Deno.test("RFC 3261 §13.2.2.4: Kamailio forks a call of ours: one phone is heard and acknowledged, the other answers", async () => {
  const [one, two] = [PROXY_PORT + 1, PROXY_PORT + 2];
  await withForks([one, two], (proxy) =>
    withNode(async (stage) => {
      const { app } = stage;
      const udp = { name: "UDP", option: "u1" } as const;
      const forks = [
        play(stage, ANNOUNCER, { ...udp, port: one }),
        play(stage, ANSWERER, { ...udp, port: two }),
      ];
      const heard = app.event("early_media");
      const dialled = app.event("dial_completed");
      const to_uri = `sip:both@${proxy}`;
      const { res_id } = await app.call("construct", { to_uri, ...ANSWER });
      assert.equal((await heard).res_id, res_id);
      assert.equal((await dialled).error, null);
      await app.run("drop", { res_id }, "released");
      for (const fork of forks) await assertPassed(fork);
    }));
});

Deno.test("baresip hears the prompt before it is answered: same speech, no gap", async () => {
  await withNode(async ({ node, app, speech, folder }) => {
    const monologue = `${folder}/long.wav`;
    await run("sox", [speech, monologue, "pad", 1, 20]);
    const incoming = app.event("incoming");
    const dials = `sip:early@${node.sip}`;
    const phone = await Baresip.start({
      port: BARESIP_PORT,
      speaks: monologue,
      dials,
    });
    const { res_id } = await incoming;
    await app.run(
      "progress",
      { res_id, content: "speech.wav" },
      "progress_completed",
    );
    const released = await app.run(
      "reject",
      { res_id, cause: 486 },
      "released",
    );
    assert.equal(released.answer_time, null);
    const heard = await samplesOf(await phone.stop());
    const found = compare(await samplesOf(speech), heard);
    assert.ok(found.frames > 50, JSON.stringify(found));
    assert.equal(found.broken, 0, JSON.stringify(found));
  });
});

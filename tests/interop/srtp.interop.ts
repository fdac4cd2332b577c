import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { concat } from "../../runtime/base/bytes.ts";
import {
  CRYPTO_SUITES,
  type CryptoSuite,
  type Engine,
  loadCore,
  type SrtpKeys,
} from "../../runtime/core/mod.ts";
import { STREAM } from "../core/support/line.ts";
import { rtp } from "../core/support/rtp.ts";
import { Baresip } from "../support/baresip.ts";
import { BaresipControl } from "../support/baresip_control.ts";
import { readByTshark } from "../support/read_by_tshark.ts";
import { compare } from "../support/compare.ts";
import { Linphone } from "../support/linphone.ts";
import { compile } from "../support/native.ts";
import { pipe } from "../support/pipe.ts";
import { samplesOf } from "../support/speech.ts";
import { type SpeechStage, withSpeech } from "../support/speech_stage.ts";
import { UdpCaller } from "../support/udp_caller.ts";

const core = await loadCore();
const SUITES = Object.keys(CRYPTO_SUITES) as CryptoSuite[];
/** Of the node alone, so that its packets can be told. */
const HOST = "127.16.8.254";
const PORT = 16_800;
const SECONDS = { max_answer_seconds: 60 };
/** Through the end of the sequence numbers, more than once. */
const PACKETS = 3000;
const FIRST = 0xfff0;

type Order = readonly [what: "p" | "u" | "P" | "U", packet: Uint8Array];

/** What libsrtp makes of packets; null where it refuses one. */
async function libsrtp(
  program: string,
  { send, receive }: SrtpKeys,
  orders: readonly Order[],
): Promise<(Uint8Array | null)[]> {
  const input = orders.flatMap(([what, packet]) => [
    Uint8Array.of(what.charCodeAt(0), packet.length >> 8, packet.length),
    packet,
  ]);
  const keys = [send.octets, receive.octets];
  const tag = send.suite.slice(-2);
  const output = await pipe(program, [tag], concat([...keys, ...input]));
  let at = 0;
  return orders.map(() => {
    const length = output[at] << 8 | output[at + 1];
    at += 2 + length;
    return length > 0 ? output.slice(at - length, at) : null;
  });
}

function keysOf(suite: CryptoSuite, chance: SeededChance): SrtpKeys {
  const key = () => ({
    suite,
    octets: Uint8Array.from({ length: 30 }, () => chance.integer(256)),
    nameOctets: 0,
  });
  return { send: key(), receive: key() };
}

function engineWith(srtp: SrtpKeys | null): Engine {
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 0xdecade, sequence: FIRST, timestamp: 0 });
  engine.setStream(0, { ...STREAM, srtp });
  return engine;
}

/** What a port that says noise sends. */
function sent(engine: Engine): Uint8Array[] {
  const packets: Uint8Array[] = [];
  const noise = Int16Array.from({ length: 160 }, (_, n) => n * n % 7919);
  for (let n = 0; n < PACKETS; n++) {
    engine.feedPlayer(0, noise);
    engine.tick();
    engine.eachPacket((_, packet) => packets.push(packet.slice()));
  }
  return packets;
}

/** Receiver reports, each of them another. */
function report(n: number): Uint8Array {
  return Uint8Array.of(0x80, 201, 0, 3, 0, 0, 0xca, 0xfe, ...Array(8).fill(n));
}

async function withLibsrtp(work: (program: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  await work(await compile("srtp", folder, "srtp2"));
  await Deno.remove(folder, { recursive: true });
}

for (const suite of SUITES) {
  Deno.test(`RFC 3711 §3: libsrtp opens what a port sends by ${suite}`, async () => {
    await withLibsrtp(async (program) => {
      const keys = keysOf(suite, new SeededChance(1));
      const secret = engineWith(keys);
      const reports = Array.from({ length: 99 }, (_, n) => report(n));
      const orders: Order[] = [
        ...sent(secret).map((packet) => ["u", packet] as const),
        ...reports.map((packet): Order => {
          return ["U", secret.protectControl(0, packet).slice()];
        }),
      ];
      const there = { send: keys.receive, receive: keys.send };
      const opened = await libsrtp(program, there, orders);
      assert.deepEqual(opened, [...sent(engineWith(null)), ...reports]);
    });
  });

  Deno.test(`RFC 3711 §3: a port takes of libsrtp's ${suite} what libsrtp would take`, async () => {
    await withLibsrtp(async (program) => {
      const chance = new SeededChance(2);
      const keys = keysOf(suite, chance);
      const there = { send: keys.receive, receive: keys.send };
      const plain = Array.from({ length: PACKETS }, (_, n) => {
        const payload = Uint8Array.from(
          { length: 80 * (1 + chance.integer(3)) },
          () => chance.integer(256),
        );
        const sequence = FIRST + n & 0xffff;
        const timestamp = 160 * n;
        return rtp({ payloadType: 8, sequence, timestamp, ssrc: 7, payload });
      });
      const orders = plain.map((packet) => ["p", packet] as const);
      const made = await libsrtp(program, there, orders);
      const onTheWay = disturbed(made.map((one) => one ?? plain[0]), chance);
      const other = { send: keys.send, receive: keys.receive };
      const takes = onTheWay.map((packet) => ["u", packet] as const);
      const expected = await libsrtp(program, other, takes);
      const engine = engineWith(keys);
      onTheWay.forEach((packet, n) => {
        const takes = expected[n] !== null;
        assert.equal(engine.isAuthentic(0, packet), takes, `packet ${n}`);
        assert.equal(engine.receive(0, packet), takes, `packet ${n}`);
      });
      const taken = expected.filter((one) => one !== null).length;
      assert.ok(taken > PACKETS / 2 && taken < PACKETS);
    });
  });
}

/** Some are lost, come late or twice, or are changed on the way. */
function disturbed(
  packets: readonly Uint8Array[],
  chance: SeededChance,
): Uint8Array[] {
  const ordered = packets.flatMap((packet, n) => {
    const fate = chance.integer(20);
    if (fate === 0) return [];
    const late = fate === 1 ? chance.integer(90) : 0;
    const arrival = { at: n + late, packet };
    if (fate === 2) return [arrival, { at: n + chance.integer(90), packet }];
    if (fate > 3) return [arrival];
    const forged = packet.slice();
    forged[chance.integer(forged.length)] ^= 1 << chance.integer(8);
    return [{ at: n, packet: forged }];
  });
  return ordered.sort((a, b) => a.at - b.at).map(({ packet }) => packet);
}

function withNode(
  settings: Readonly<Record<string, string>>,
  work: (stage: SpeechStage) => Promise<void>,
): Promise<void> {
  const log = (text: string) => assert.doesNotMatch(text, /inline:/);
  return withSpeech({ CTI_SIP_HOST: HOST, ...settings }, 1, work, log);
}

/** The same, and tshark reads what the node sends. */
async function withCapture(
  settings: Readonly<Record<string, string>>,
  work: (stage: SpeechStage) => Promise<void>,
) {
  await withNode(
    settings,
    (stage) => readByTshark(stage.node, () => work(stage)),
  );
}

/** What is heard of what was spoken; where this machine is late it is broken. */
async function assertHeard(speech: string, heard: string): Promise<void> {
  const found = compare(await samplesOf(speech), await samplesOf(heard));
  const fine = found.frames > 50 && 5 * found.broken <= found.frames;
  assert.ok(fine, JSON.stringify(found));
}

/** With `require` there is no sound but by SRTP. */
const REQUIRED = { CTI_RTP_SECURITY: "require" };
const MODES = ["srtp", "srtp-mand"] as const;

MODES.forEach((security, n) => {
  Deno.test(`baresip calls in with mediaenc=${security} and hears the prompt by SRTP`, async () => {
    await withCapture(REQUIRED, async ({ node, app, speech, monologue }) => {
      const incoming = app.event("incoming");
      const phone = await Baresip.start({
        port: PORT + 10 * n,
        speaks: monologue,
        dials: `sip:prompt@${node.sip}`,
        security,
      });
      const { res_id } = await incoming;
      await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
      const play = { res_id, content: "speech.wav" };
      const { error } = await app.run("play_start", play, "play_completed");
      assert.equal(error, null);
      await app.run("drop", { res_id }, "released");
      await assertHeard(speech, await phone.stop());
    });
  });
});

/** What the node wants, and what baresip does. */
const DIALS = [
  ["require", "srtp-mand"],
  ["offer", "srtp"],
  ["offer", undefined],
] as const;

DIALS.forEach(([wanted, security], n) => {
  Deno.test(`construct with ${wanted} calls baresip with mediaenc=${security}, and hears it`, async () => {
    const settings = { CTI_RTP_SECURITY: wanted };
    await withCapture(settings, async ({ node, app, speech, monologue }) => {
      const port = PORT + 30 + 10 * n;
      const phone = await Baresip.start({
        port,
        speaks: monologue,
        ...security && { security },
      });
      const dialled = app.event("dial_completed");
      const to_uri = `sip:phone@127.0.0.1:${port}`;
      const { res_id } = await app.call("construct", { to_uri, ...SECONDS });
      assert.equal((await dialled).error, null);
      const file = { record_file: "message.wav", record_format: 2 };
      const record = { res_id, max_seconds: 5, ...file };
      await app.run("record_start", record, "record_completed");
      await app.run("drop", { res_id }, "released");
      await phone.stop();
      await assertHeard(speech, `${node.dataDir}/recordings/message.wav`);
    });
  });
});

Deno.test("RFC 4568 §7.1.4: after baresip has held a call SRTP goes on both ways", async () => {
  await withCapture(REQUIRED, async ({ node, app, speech, monologue }) => {
    const port = PORT + 80;
    const incoming = app.event("incoming");
    const phone = await Baresip.start({
      port,
      speaks: monologue,
      dials: `sip:prompt@${node.sip}`,
      security: "srtp-mand",
    });
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    const menu = await BaresipControl.connect(port + 2);
    for (
      const [command, held] of [["hold", true], ["resume", false]] as const
    ) {
      const told = app.event("held", res_id);
      await menu.command(command);
      assert.equal((await told).held, held);
    }
    const file = { record_file: "message.wav", record_format: 2 };
    const record = { res_id, max_seconds: 5, ...file };
    await app.run("record_start", record, "record_completed");
    await app.run(
      "send_dtmf_start",
      { res_id, keys: "159" },
      "send_dtmf_completed",
    );
    assert.equal(await menu.heard(3), "159");
    await menu.close();
    await app.run("drop", { res_id }, "released");
    await phone.printed();
    await assertHeard(speech, `${node.dataDir}/recordings/message.wav`);
  });
});

Deno.test("linphone calls in by SRTP and hears the prompt", async () => {
  await withCapture(REQUIRED, async ({ node, app, speech, monologue }) => {
    const incoming = app.event("incoming");
    const phone = await Linphone.start({
      port: PORT + 70,
      speaks: monologue,
      isSecret: true,
    });
    const calling = phone.call(`sip:prompt@${node.sip}`);
    const { res_id } = await incoming;
    await app.run("answer", { res_id, ...SECONDS }, "answer_completed");
    await calling;
    const play = { res_id, content: "speech.wav" };
    await app.run("play_start", play, "play_completed");
    await app.run("drop", { res_id }, "released");
    await assertHeard(speech, await phone.stop());
  });
});

Deno.test("with require nobody calls in without SRTP, nor is a baresip without it called", async () => {
  await withNode(REQUIRED, async ({ node, app, monologue }) => {
    const caller = new UdpCaller();
    await assert.rejects(caller.call(node.sip, PORT + 98), /^Error: 488 /);
    caller.agent.close();
    const port = PORT + 60;
    const phone = await Baresip.start({ port, speaks: monologue });
    const [dialled, released] = [
      app.event("dial_completed"),
      app.event("released"),
    ];
    const to_uri = `sip:phone@127.0.0.1:${port}`;
    await app.call("construct", { to_uri, ...SECONDS });
    assert.equal((await dialled).error, "dial failed");
    assert.equal((await released).cause, 488);
    await phone.printed();
  });
});

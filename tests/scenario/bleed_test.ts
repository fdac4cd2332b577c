import assert from "node:assert/strict";
import { rtp, telephoneEvent } from "../core/support/rtp.ts";
import { Application } from "../support/application.ts";
import { NodeProcess } from "../support/node_process.ts";
import { RtpListener } from "../support/rtp_listener.ts";
import { UdpCaller } from "../support/udp_caller.ts";
import { pcm16, wavFile } from "../support/wav_files.ts";

const [FIRST, LAST] = [19_300, 19_319];
const PORTS = Array.from({ length: LAST - FIRST + 1 }, (_, n) => FIRST + n);
/** More than any probation of a burst would take. */
const BURST = 10;
/** What the caller hears while it is attacked: half a second. */
const HEARD = 25;
const PROMPT = Int16Array.from({ length: 80_000 }, (_, i) => i % 64 * 100);

/** Sprays every RTP port of a node with sound and keys, in rising numbers. */
class Attacker {
  readonly ear = new RtpListener();
  #sequence = 0;

  constructor(readonly ssrc: number) {}

  async spray(): Promise<void> {
    for (const port of PORTS) {
      for (let n = 0; n < BURST; n++) {
        await this.ear.send(this.#packet(this.#sequence + n), port);
      }
    }
    this.#sequence += BURST;
  }

  #packet(sequence: number): Uint8Array {
    const isKey = sequence % 2 === 1;
    return rtp({
      payloadType: isKey ? 101 : 8,
      sequence,
      timestamp: 160 * sequence,
      ssrc: this.ssrc,
      payload: isKey
        ? telephoneEvent("9", 800, true)
        : new Uint8Array(160).fill(0x2a),
    });
  }
}

/** Sends until the node has heard it: from then on nobody can be learnt. */
async function sayHello(ear: RtpListener, port: number, http: string) {
  const payload = new Uint8Array(160).fill(0xd5);
  for (let sequence = 1; await packetsHeard(http) === 0; sequence++) {
    const when = { sequence, timestamp: 160 * sequence };
    const ssrc = 0x1234_5678;
    await ear.send(rtp({ payloadType: 8, ssrc, ...when, payload }), port);
  }
}

async function packetsHeard(http: string): Promise<number> {
  const metrics = await (await fetch(`${http}/metrics`)).text();
  const [, count] = metrics
    .match(/^cti_rtp_packets_total\{direction="received"\} (\d+)$/m) ?? [];
  return Number(count);
}

Deno.test("RTPbleed: who sprays every RTP port before, during and after the set-up of a call hears nothing, and presses no key", async () => {
  const range = { CTI_RTP_PORTS: `${FIRST}-${LAST}` };
  const node = await NodeProcess.start(range);
  const prompt = wavFile(pcm16(PROMPT), { tag: 1, bits: 16 });
  await Deno.writeFile(`${node.dataDir}/prompts/prompt.wav`, prompt);
  const app = await Application.connect(node.rpc);
  const [caller, ear] = [new UdpCaller(), new RtpListener()];
  const attackers = [new Attacker(0xbad), new Attacker(0x1234_5678)];
  const spray = () => Promise.all(attackers.map((a) => a.spray()));
  await spray();
  const incoming = app.event("incoming");
  const calling = caller.call(node.sip, ear.port);
  const { res_id } = await incoming;
  await spray();
  const answer = { res_id, max_answer_seconds: 60 };
  const answered = app.run("answer", answer, "answer_completed");
  const { session, rtpPort } = await calling;
  assert.equal((await answered).error, null);
  await sayHello(ear, rtpPort, node.ready.http);
  const keys = { max_keys: 1, play_content: "prompt.wav" };
  const taken = app.event("receive_dtmf_completed", res_id);
  await app.call("receive_dtmf_start", { res_id, ...keys });
  for (let heard = HEARD; heard <= 4 * HEARD; heard += HEARD) {
    await spray();
    await ear.until((packets) => packets.length >= heard);
  }
  const released = app.event("released", res_id);
  session.hangUp(200);
  assert.equal((await taken).keys, null);
  assert.equal((await released).cause, 200);
  await spray();
  for (const attacker of attackers) {
    assert.deepEqual(attacker.ear.packets, []);
    await attacker.ear.close();
  }
  await ear.close();
  await app.close();
  assert.equal((await node.stop()).code, 0);
  caller.agent.close();
});

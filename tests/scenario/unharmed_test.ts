import assert from "node:assert/strict";
import fc from "fast-check";
import { utf8 } from "../../runtime/base/bytes.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { SPECIMENS } from "../sip/specimens.ts";
import { Application } from "../support/application.ts";
import { mutated, mutation } from "../support/mutate.ts";
import { NodeProcess } from "../support/node_process.ts";
import { RtpListener, type RtpPacket } from "../support/rtp_listener.ts";
import { message } from "../support/sip_world.ts";
import { UdpCaller } from "../support/udp_caller.ts";
import { pcm16, wavFile } from "../support/wav_files.ts";
import { ID, type WrongRequest, wrongRequests } from "./wrong_requests.ts";

const PCM = 1;
const A_LAW = 8;
const FRAME = 160;
/** Frames of the prompt: long enough that no two of it are alike. */
const PROMPT_FRAMES = 100;
const SILENCE = 0xd5;
const SEED = 3550;
const BATCHES = 15;
const BATCH = 20;

/** A rising tone, so that every frame is unlike every other. */
const PROMPT = Int16Array.from(
  { length: PROMPT_FRAMES * FRAME },
  (_, n) => Math.round(8000 * Math.sin(n * (0.2 + n / 60_000))),
);

/** A node with a call in progress, and whoever takes part in it. */
interface Stage {
  readonly node: NodeProcess;
  readonly app: Application;
  readonly caller: UdpCaller;
  readonly ear: RtpListener;
  /** The call that plays, and one of ours that rings. */
  readonly playing: string;
  readonly dialled: string;
  /** Where the node takes the RTP of the call. */
  readonly rtpPort: number;
  hangUp(): void;
}

function packet(sequence: number, payloadType: number, payload: Uint8Array) {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint8(0, 0x80);
  head.setUint8(1, payloadType);
  head.setUint16(2, sequence);
  head.setUint32(4, sequence * FRAME);
  head.setUint32(8, 0x5eed);
  return Uint8Array.of(...new Uint8Array(head.buffer), ...payload);
}

const SOUND = packet(1, A_LAW, new Uint8Array(FRAME).fill(SILENCE));
const KEY = packet(2, 101, Uint8Array.of(5, 0x0a, 0, 160));

async function withCall(work: (stage: Stage) => Promise<void>): Promise<void> {
  const node = await NodeProcess.start({ CTI_RTP_PORTS: "27000-27099" });
  const prompt = wavFile(pcm16(PROMPT), { tag: PCM, bits: 16 });
  await Deno.writeFile(`${node.dataDir}/prompts/prompt.wav`, prompt);
  const app = await Application.connect(node.rpc);
  const [caller, ear] = [new UdpCaller(), new RtpListener()];
  const incoming = app.event("incoming");
  const calling = caller.call(node.sip, ear.port);
  const { res_id: playing } = await incoming;
  const answer = { res_id: playing, max_answer_seconds: 600 };
  await app.run("answer", answer, "answer_completed");
  const { session, rtpPort } = await calling;
  await ear.send(SOUND, rtpPort);
  const ringing = app.event("ringing");
  const dial = { to_uri: caller.uri, max_answer_seconds: 5 };
  const { res_id: dialled } = await app.call("construct", dial);
  await ringing;
  const hangUp = () => session.hangUp(200);
  const parts = { node, app, caller, ear, playing, dialled, rtpPort, hangUp };
  await work(parts);
  await app.close();
  await node.endWell();
  caller.agent.close();
  await ear.close();
}

/** Sends, and gives what comes back. */
type Ask = (body: WrongRequest["body"]) => Promise<{
  readonly id: unknown;
  readonly result?: unknown;
  readonly error: {
    readonly code: number;
    readonly data?: { readonly param?: string; readonly state?: string };
  };
}>;

function overPost(node: NodeProcess): Ask {
  return async (body) => {
    const response = await fetch(node.rpc, { method: "POST", body });
    return await response.json();
  };
}

async function overWebSocket(node: NodeProcess) {
  const url = `${node.rpc.replace("http", "ws")}?events=none`;
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.onopen = resolve);
  const ask: Ask = (body) => {
    const reply = new Promise<Awaited<ReturnType<Ask>>>((resolve) =>
      socket.onmessage = ({ data }) => resolve(JSON.parse(data))
    );
    socket.send(body);
    return reply;
  };
  const close = async () => {
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
  };
  return { ask, close };
}

async function askAll(ask: Ask, requests: readonly WrongRequest[]) {
  for (const { what, body, code, param, state } of requests) {
    const { id, result, error } = await ask(body);
    const legible = typeof body === "string" && body.includes(`"id":${ID},"m`);
    assert.deepEqual(
      [id, result, error.code, error.data?.param, error.data?.state],
      [legible ? ID : null, undefined, code, param, state],
      `${what}: ${JSON.stringify(error)}`,
    );
  }
}

const LOOPBACK_SPECIMENS = SPECIMENS.map((text) =>
  text.replaceAll(/(?:192\.0\.2|198\.51\.100)\.\d+/g, "127.0.0.1")
);

/** A stranger on loopback who says what he likes to the SIP port. */
class Stranger {
  readonly #socket = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  readonly #node: Deno.NetAddr;
  #count = 0;

  constructor(sip: string) {
    const [hostname, port] = sip.split(":");
    this.#node = { transport: "udp", hostname, port: Number(port) };
  }

  async say(bytes: Uint8Array): Promise<void> {
    await this.#socket.send(bytes, this.#node);
  }

  async options(): Promise<void> {
    const branch = `z9hG4bK-options-${++this.#count}`;
    const { port } = this.#socket.addr as Deno.NetAddr;
    await this.say(utf8(message(`OPTIONS sip:127.0.0.1 SIP/2.0`, [
      `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=${branch};rport`,
      "Max-Forwards: 70",
      "From: <sip:stranger@127.0.0.1>;tag=s",
      "To: <sip:127.0.0.1>",
      `Call-ID: ${branch}`,
      "CSeq: 1 OPTIONS",
    ])));
    for (;;) {
      const [bytes] = await this.#socket.receive(new Uint8Array(65_535));
      const text = new TextDecoder().decode(bytes);
      if (!text.includes(branch)) continue;
      return assert.match(text, /^SIP\/2\.0 200 /);
    }
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * Mutated messages, some hundreds, to the SIP port and the RTP port: there from
 * the peer's own address as well. After each batch the node still answers.
 */
async function throwMutations({ node, ear, rtpPort }: Stage): Promise<void> {
  const [stranger, noise] = [new Stranger(node.sip), new RtpListener()];
  const numRuns = BATCHES * BATCH;
  const options = { seed: SEED, numRuns };
  const messages = fc.sample(mutated(LOOPBACK_SPECIMENS), options);
  const changes = fc.sample(mutation, options);
  for (let at = 0; at < numRuns; at++) {
    await stranger.say(messages[at]);
    const bytes = changes[at](at % 3 === 0 ? KEY : SOUND);
    await (at % 2 === 0 ? ear : noise).send(bytes, rtpPort);
    if (at % BATCH === BATCH - 1) await stranger.options();
  }
  assert.equal(noise.packets.length, 0, "RTP goes to the peer alone");
  stranger.close();
  await noise.close();
}

/** One after the other, without a gap, from one source (RFC 3550 §5.1). */
function checkStream(packets: readonly RtpPacket[]): void {
  packets.slice(1).forEach(({ sequence, timestamp, ssrc, payloadType }, n) => {
    const last = packets[n];
    assert.equal(sequence, last.sequence + 1 & 0xffff);
    assert.equal(timestamp, last.timestamp + FRAME >>> 0);
    assert.deepEqual([ssrc, payloadType], [last.ssrc, A_LAW]);
  });
}

function isSilent({ payload }: RtpPacket): boolean {
  return payload.every((byte) => byte === SILENCE);
}

/** What is stopped ends in 3 ms, so that nothing clicks. */
const EDGE = 24;

/** Silence, the prompt again and again, its end, and silence. */
async function checkSound(packets: readonly RtpPacket[]): Promise<void> {
  const codec = (await loadCore()).codec("pcma");
  const sent = codec.encode(PROMPT);
  const first = packets.findIndex((one) => !isSilent(one));
  const heard = packets.slice(first);
  const until = heard.findIndex(isSilent);
  assert.ok(until > PROMPT_FRAMES, `${until} packets of the prompt`);
  heard.slice(0, until - 1).forEach(({ payload }, n) => {
    const at = n % PROMPT_FRAMES * FRAME;
    assert.deepEqual(payload, sent.subarray(at, at + FRAME), `packet ${n}`);
  });
  const end = heard[until - 1].payload.subarray(EDGE);
  assert.ok(end.every((byte) => byte === SILENCE), `the end is ${end}`);
  assert.ok(heard.slice(until).every(isSilent));
}

/** Some mutated INVITEs are calls, and some of those are gone at once. */
function refuse(app: Application, res_id: string): void {
  app.call("drop", { res_id, cause: 486 }).catch(() => {});
}

Deno.test("a call in progress hears nothing of wrong input to RPC, SIP and RTP", () =>
  withCall(async (stage) => {
    const { node, app, ear, playing, dialled } = stage;
    app.on("incoming", ({ res_id }) => refuse(app, res_id));
    const play = { res_id: playing, content: "prompt.wav", repeat: 999 };
    await app.call("play_start", play);

    const requests = wrongRequests(playing, dialled);
    await askAll(overPost(node), requests);
    const { ask, close } = await overWebSocket(node);
    await askAll(ask, requests);
    await close();
    await throwMutations(stage);

    const count = ear.packets.length + PROMPT_FRAMES;
    await ear.until(({ length }) => length > count);
    const params = { res_id: playing };
    await app.run("play_stop", params, "play_completed");
    await ear.until((packets) => packets.slice(-5).every(isSilent));
    const released = app.event("released", playing);
    stage.hangUp();
    await released;
    await app.run("drop", { res_id: dialled }, "released");

    checkStream(ear.packets);
    await checkSound(ear.packets);
    const told = (resId: string) =>
      app.events.filter(({ params }) => params.res_id === resId)
        .map(({ method, params }) => [
          method.replace("sys.call.on_", ""),
          params.error ?? null,
        ]);
    assert.deepEqual(told(playing), [
      ["incoming", null],
      ["answer_completed", null],
      ["play_completed", null],
      ["released", null],
    ]);
    assert.deepEqual(told(dialled), [
      ["ringing", null],
      ["dial_completed", "dial error"],
      ["released", null],
    ]);
  }));

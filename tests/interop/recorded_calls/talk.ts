import assert from "node:assert/strict";
import { SeededChance } from "../../../runtime/base/chance.ts";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import type { Core } from "../../../runtime/core/mod.ts";
import { MediaThread } from "../../../runtime/media/media_thread.ts";
import type { FromMedia, ToMedia } from "../../../runtime/media/messages.ts";
import type { RecordedPorts } from "../../../runtime/media/mix_messages.ts";
import type { MediaToSound } from "../../../runtime/media/sound_messages.ts";
import { rtp } from "../../core/support/rtp.ts";
import { STREAM } from "../../media/media_stage.ts";
import { FakeDatagrams } from "../../support/fake_datagrams.ts";

const FRAME = 160;
const TICK_MS = 20;
const PORTS = [1, 2] as const;
const MIX = 1;
/** What the jitter buffer still has when everything is said. */
const TAIL = 25;
const PAYLOAD_TYPES = { pcma: 8, pcmu: 0 } as const;
/** Silence by G.711. */
const IDLE = { pcma: 0xd5, pcmu: 0xff } as const;

/** The media thread on a network of its own, and its clock. */
interface Stage {
  readonly thread: MediaThread;
  readonly clock: HandClock;
  readonly datagrams: FakeDatagrams;
  readonly reports: FromMedia[];
}

/** What is said in calls, and what of it is recorded. */
export interface Talk {
  readonly core: Core;
  readonly codec: "pcma" | "pcmu";
  /** What each of the two says, in G.711. */
  readonly said: readonly [Uint8Array, Uint8Array];
  /** The first alone, or what both of them say to each other. */
  readonly what: "call" | RecordedPorts;
}

/**
 * Has two telephones say these very bytes, a packet every 20 ms and none lost;
 * gives what goes to the sound thread as recording 1.
 */
export function recordedTalk(talk: Talk): MediaToSound[] {
  const stored: MediaToSound[] = [];
  const stage = open(talk, stored);
  const record = { recording: 1, maxSamples: Infinity };
  const order = (message: ToMedia) => stage.thread.obey(message);
  if (talk.what === "call") {
    order({ type: "record", port: 1, beep: false, ...record });
  } else {
    order({ type: "recordMix", mix: MIX, channels: talk.what, ...record });
  }
  const frames = talk.said[0].length / FRAME;
  for (let n = 0; n < frames + TAIL; n++) {
    for (const port of PORTS) speak(stage, talk, port, n);
    stage.clock.wind(TICK_MS);
  }
  for (const port of PORTS) order({ type: "close", port });
  order({ type: "closeMix", mix: MIX });
  return stored;
}

function open({ core, codec }: Talk, stored: MediaToSound[]): Stage {
  const [clock, datagrams] = [new HandClock(), new FakeDatagrams()];
  const reports: FromMedia[] = [];
  const ports = { first: 22_000, last: 22_003 };
  const thread = new MediaThread({
    settings: { host: "127.0.0.1", ports, maxPorts: PORTS.length },
    engine: core.engine({ ports: PORTS.length, mixes: 1 }),
    clock,
    chance: new SeededChance(8),
    datagrams,
    beep: new Int16Array(FRAME),
    report: (message) => void reports.push(message),
    store: (message) => void stored.push(message),
  });
  thread.obey({ type: "openMix", mix: MIX });
  const payloadType = PAYLOAD_TYPES[codec];
  for (const port of PORTS) {
    thread.obey({ type: "open", port });
    const stream = {
      ...STREAM,
      remote: peerOf(port),
      codec,
      sendPayloadType: payloadType,
      receive: [{ payloadType, codec }],
    };
    thread.obey({ type: "stream", port, stream });
    thread.obey({ type: "joinMix", mix: MIX, port, part: {} });
  }
  return { thread, clock, datagrams, reports };
}

function speak(stage: Stage, talk: Talk, port: 1 | 2, frame: number): void {
  const opened = stage.reports.find((report) =>
    report.type === "opened" && report.port === port
  );
  assert.ok(opened?.type === "opened");
  const { codec } = talk;
  const said = talk.said[port - 1].subarray(FRAME * frame, FRAME * (frame + 1));
  const payload = said.length === FRAME
    ? said
    : new Uint8Array(FRAME).fill(IDLE[codec]);
  const packet = rtp({
    payloadType: PAYLOAD_TYPES[codec],
    sequence: frame,
    timestamp: frame * FRAME,
    ssrc: port,
    payload,
  });
  stage.datagrams.bring(packet, peerOf(port), opened.rtpPort);
}

function peerOf(port: number) {
  return { address: "192.0.2.9", port: 7000 + 2 * port };
}

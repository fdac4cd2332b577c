import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type {
  FromMedia,
  MediaSettings,
  SoundId,
  ToMedia,
} from "../../runtime/media/messages.ts";
import type { MediaToSound } from "../../runtime/media/sound_messages.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { FakeDatagrams } from "../support/fake_datagrams.ts";
import { FakeEngine } from "../support/fake_engine.ts";

export const BEEP = Int16Array.from({ length: 400 }, () => -1);
export const PEER = { address: "192.0.2.9", port: 7000 };
export const PEER_RTCP = { address: "192.0.2.9", port: 7001 };
export const STREAM: RtpStream = {
  remote: PEER,
  rtcp: { mux: false, remote: PEER_RTCP },
  direction: "sendrecv",
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 8, codec: "pcma" }],
  telephoneEvent: { send: 96, receive: 101 },
  ptime: milliseconds(20),
};

/** A media thread on fake ground, its clock wound by hand. */
export function stage(
  { ports = 4, first = 22_000, last = 22_015, ...other }:
    & { ports?: number; first?: number; last?: number }
    & Pick<MediaSettings, "rtpSource"> = {},
) {
  const clock = new HandClock();
  const engine = new FakeEngine(ports);
  const datagrams = new FakeDatagrams();
  const reports: FromMedia[] = [];
  const stored: MediaToSound[] = [];
  const thread = new MediaThread({
    settings: {
      host: "127.0.0.1",
      ports: { first, last },
      maxPorts: ports,
      ...other,
    },
    engine,
    clock,
    chance: new SeededChance(8),
    datagrams,
    beep: BEEP,
    report: (message) => void reports.push(message),
    store: (message) => void stored.push(message),
  });
  const tick = (count = 1) => clock.wind(20 * count);
  const give = (sound: SoundId, values: number[]) => {
    const samples = new SharedArrayBuffer(2 * values.length);
    new Int16Array(samples).set(values);
    thread.take({ type: "sound", sound, segments: [samples], last: true });
  };
  /** What was reported since the last look. */
  const heard = () => reports.splice(0);
  return { clock, engine, datagrams, thread, stored, tick, give, heard };
}

/** A stage on which port 1 is open, at number 0 of the engine. */
export function withPort(settings: Pick<MediaSettings, "rtpSource"> = {}) {
  const on = stage(settings);
  const order = (message: ToMedia) => on.thread.obey(message);
  order({ type: "open", port: 1 });
  const [opened] = on.heard();
  assert.ok(opened.type === "opened");
  const play = (
    playback: number,
    sounds: readonly SoundId[],
    rounds: number | null = 1,
  ) => order({ type: "play", port: 1, playback, sounds, rounds });
  const record = (recording: number, { maxSamples = 9e6, beep = false } = {}) =>
    order({ type: "record", port: 1, recording, maxSamples, beep });
  const stopRecord = (recording: number) =>
    order({ type: "stopRecord", port: 1, recording });
  return {
    ...on,
    order,
    play,
    record,
    stopRecord,
    rtpPort: opened.rtpPort,
  };
}

/** Samples that count up, so that a gap or a doubling shows. */
export function run(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** Samples and end of one recording, as they went to the sound thread. */
export function recordingIn(stored: readonly MediaToSound[], id: number) {
  const own = stored.filter((message) =>
    "recording" in message && message.recording === id
  );
  const chunks = own.filter((message) => message.type === "chunk");
  return {
    samples: chunks.flatMap((chunk) => [...chunk.samples]),
    longest: Math.max(0, ...chunks.map((chunk) => chunk.samples.length)),
    ends: own.filter((message) => message.type === "end").length,
    endsLast: own.at(-1)?.type === "end",
  };
}

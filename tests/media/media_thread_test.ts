import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type {
  FromMedia,
  MediaToSound,
  SoundId,
  ToMedia,
} from "../../runtime/media/messages.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { FakeDatagrams } from "../support/fake_datagrams.ts";
import { FakeEngine } from "../support/fake_engine.ts";

const BEEP = Int16Array.from({ length: 400 }, () => -1);
const PEER = { address: "192.0.2.9", port: 7000 };
const STREAM: RtpStream = {
  remote: PEER,
  direction: "sendrecv",
  codec: "pcma",
  sendPayloadType: 8,
  receive: [{ payloadType: 8, codec: "pcma" }],
  telephoneEvent: { send: 96, receive: 101 },
  ptime: milliseconds(20),
};

function stage({ ports = 4, first = 22_000, last = 22_015 } = {}) {
  const clock = new HandClock();
  const engine = new FakeEngine(ports);
  const datagrams = new FakeDatagrams();
  const reports: FromMedia[] = [];
  const stored: MediaToSound[] = [];
  const thread = new MediaThread({
    settings: { host: "127.0.0.1", ports: { first, last }, maxPorts: ports },
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
    thread.take({ type: "sound", sound, samples });
  };
  /** What was reported since the last look. */
  const heard = () => reports.splice(0);
  return { clock, engine, datagrams, thread, stored, tick, give, heard };
}

/** A stage on which port 1 is open, at number 0 of the engine. */
function withPort() {
  const on = stage();
  const order = (message: ToMedia) => on.thread.obey(message);
  order({ type: "open", port: 1 });
  const [opened] = on.heard();
  assert.ok(opened.type === "opened");
  return { ...on, order, rtpPort: opened.rtpPort };
}

function run(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

/** Samples and end of one recording, as they went to the sound thread. */
function recordingIn(stored: readonly MediaToSound[], id: number) {
  const own = stored.filter((message) => message.recording === id);
  const chunks = own.filter((message) => message.type === "chunk");
  return {
    samples: chunks.flatMap((chunk) => [...chunk.samples]),
    longest: Math.max(0, ...chunks.map((chunk) => chunk.samples.length)),
    ends: own.filter((message) => message.type === "end").length,
    endsLast: own.at(-1)?.type === "end",
  };
}

Deno.test("a port is opened on an even UDP port and closed with its counts", () => {
  const { thread, datagrams, engine, heard } = stage();
  thread.obey({ type: "open", port: 5 });
  const [opened] = heard();
  assert.ok(opened.type === "opened" && opened.port === 5);
  assert.equal(opened.rtpPort % 2, 0);
  assert.equal(engine.open.size, 1);
  thread.obey({ type: "close", port: 5 });
  const [closed] = heard();
  assert.ok(closed.type === "closed" && closed.port === 5);
  assert.equal(datagrams.openSockets, 0);
  assert.equal(engine.open.size, 0);
});

Deno.test("past what was laid out a port is refused, and free again after a close", () => {
  const { thread, heard } = stage({ ports: 2 });
  for (const port of [1, 2, 3]) thread.obey({ type: "open", port });
  assert.deepEqual(heard().at(-1), {
    type: "refused",
    port: 3,
    reason: "full",
  });
  thread.obey({ type: "close", port: 1 });
  thread.obey({ type: "open", port: 4 });
  assert.equal(heard().at(-1)?.type, "opened");
});

Deno.test("without a free UDP port a port is refused, and its place stays free", () => {
  const { thread, datagrams, heard } = stage({ ports: 1, last: 22_003 });
  datagrams.taken.add(22_000).add(22_002);
  thread.obey({ type: "open", port: 1 });
  assert.deepEqual(heard(), [
    { type: "refused", port: 1, reason: "no free RTP port" },
  ]);
  datagrams.taken.clear();
  thread.obey({ type: "open", port: 2 });
  assert.equal(heard()[0].type, "opened");
});

Deno.test("RTP goes where the SDP says, and only while it says so", () => {
  const { order, datagrams, engine, tick } = withPort();
  tick();
  assert.equal(datagrams.sent.length, 0);
  order({ type: "stream", port: 1, stream: STREAM });
  tick();
  assert.deepEqual(datagrams.sent.map((sent) => sent.to), [PEER]);
  for (
    const hold of [
      { ...STREAM, direction: "recvonly" },
      { ...STREAM, remote: null },
    ] as const
  ) {
    order({ type: "stream", port: 1, stream: hold });
    assert.equal(engine.at(0).stream?.sending, false);
    tick();
  }
  assert.equal(datagrams.sent.length, 1);
});

Deno.test("however an SDP writes an IPv6 address, it is the peer's", () => {
  const { order, rtpPort, datagrams, engine, tick } = withPort();
  const remote = { address: "2001:DB8:0:0::0007", port: 7000 };
  order({ type: "stream", port: 1, stream: { ...STREAM, remote } });
  const from = { address: "2001:db8::7", port: 7000 };
  datagrams.bring(Uint8Array.of(1), from, rtpPort);
  tick();
  assert.equal(engine.at(0).received.length, 1);
  assert.deepEqual(datagrams.sent[0].to, from);
});

for (
  const [ptime, packetSamples] of [
    [10, 80],
    [20, 160],
    [30, 240],
    [60, 480],
    [200, 480],
    [1, 80],
    [25, 240],
  ]
) {
  Deno.test(`a ptime of ${ptime} ms makes packets of ${packetSamples} samples`, () => {
    const { order, engine } = withPort();
    const stream = { ...STREAM, ptime: milliseconds(ptime) };
    order({ type: "stream", port: 1, stream });
    assert.equal(engine.at(0).stream?.packetSamples, packetSamples);
  });
}

Deno.test("only the peer's packets reach the engine; strangers are counted", () => {
  const { order, rtpPort, datagrams, engine, tick, heard } = withPort();
  datagrams.bring(Uint8Array.of(0), PEER, rtpPort);
  tick();
  assert.equal(engine.at(0).received.length, 0, "no stream yet");
  order({ type: "stream", port: 1, stream: STREAM });
  datagrams.bring(Uint8Array.of(1), PEER, rtpPort);
  datagrams.bring(Uint8Array.of(2), { ...PEER, port: 7001 }, rtpPort);
  tick();
  assert.deepEqual(engine.at(0).received, [Uint8Array.of(1)]);
  order({ type: "close", port: 1 });
  const [closed] = heard();
  assert.ok(closed.type === "closed");
  assert.equal(closed.statistics.packetsRefused, 2);
  assert.equal(closed.statistics.packetsReceived, 1);
});

Deno.test("sounds are played seamlessly, as often as asked, and then it is said", () => {
  const { order, engine, give, tick, heard } = withPort();
  give(1, run(0, 1000));
  give(2, run(5000, 3333));
  order({
    type: "play",
    port: 1,
    playback: 9,
    sounds: [1, 2, 1],
    rounds: 3,
  });
  const round = [...run(0, 1000), ...run(5000, 3333), ...run(0, 1000)];
  const ticks = Math.ceil(3 * round.length / 160);
  tick(ticks - 1);
  assert.deepEqual(heard(), []);
  tick();
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 9 }]);
  assert.deepEqual(engine.at(0).spoken, [...round, ...round, ...round]);
  tick(100);
  assert.deepEqual(heard(), []);
});

Deno.test("without end a list is played until it is stopped, and not reported", () => {
  const { order, engine, give, tick, heard } = withPort();
  give(1, run(0, 77));
  order({ type: "play", port: 1, playback: 1, sounds: [1], rounds: null });
  tick(1000);
  assert.equal(engine.at(0).spoken.length, 160_000);
  order({ type: "stopPlay", port: 1, playback: 1 });
  tick(10);
  assert.equal(engine.at(0).spoken.length, 160_000, "silent at once");
  assert.deepEqual(heard(), []);
});

Deno.test("a sound that is still on its way is waited for", () => {
  const { order, engine, give, tick, heard } = withPort();
  give(1, run(0, 160));
  order({ type: "play", port: 1, playback: 1, sounds: [1, 2], rounds: 1 });
  tick(50);
  assert.deepEqual(heard(), []);
  give(2, run(700, 160));
  tick(2);
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 1 }]);
  assert.deepEqual(engine.at(0).spoken, [...run(0, 160), ...run(700, 160)]);
});

for (
  const [what, sounds, rounds] of [
    ["no sounds", [], null],
    ["only empty sounds, for ever", [3, 3], null],
    ["no rounds", [1], 0],
  ] as const
) {
  Deno.test(`${what}: played at once`, () => {
    const { order, give, tick, heard } = withPort();
    give(1, run(0, 160));
    give(3, []);
    order({ type: "play", port: 1, playback: 1, sounds, rounds });
    tick();
    assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 1 }]);
  });
}

Deno.test("a new playback takes the place of the old, which says nothing", () => {
  const { order, engine, give, tick, heard } = withPort();
  give(1, run(0, 3200));
  give(2, run(9000, 160));
  order({ type: "play", port: 1, playback: 1, sounds: [1], rounds: 1 });
  tick();
  order({ type: "play", port: 1, playback: 2, sounds: [2], rounds: 1 });
  order({ type: "stopPlay", port: 1, playback: 1 });
  tick(30);
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 2 }]);
  assert.deepEqual(engine.at(0).spoken, [...run(0, 160), ...run(9000, 160)]);
});

Deno.test("a recording crosses in chunks of 200 ms and ends exactly at its length", () => {
  const { order, stored, tick, heard } = withPort();
  order({
    type: "record",
    port: 1,
    recording: 7,
    maxSamples: 4321,
    beep: false,
  });
  tick(9);
  assert.deepEqual(stored, []);
  tick(17);
  assert.deepEqual(heard(), []);
  tick(2);
  assert.deepEqual(heard(), [{ type: "recorded", port: 1, recording: 7 }]);
  const recording = recordingIn(stored, 7);
  assert.deepEqual(recording.samples, run(0, 4321));
  assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
  assert.equal(recording.longest, 1600);
  tick(20);
  order({ type: "stopRecord", port: 1, recording: 7 });
  assert.equal(recordingIn(stored, 7).ends, 1);
});

Deno.test("a stop keeps what was heard up to it, and is not reported", () => {
  const { order, stored, tick, heard } = withPort();
  order({
    type: "record",
    port: 1,
    recording: 7,
    maxSamples: 9e6,
    beep: false,
  });
  tick(13);
  order({ type: "stopRecord", port: 1, recording: 7 });
  const recording = recordingIn(stored, 7);
  assert.deepEqual(recording.samples, run(0, 13 * 160));
  assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
  tick(5);
  assert.deepEqual(heard(), []);
});

Deno.test("the beep is played first and not recorded", () => {
  const { order, engine, stored, tick } = withPort();
  order({ type: "record", port: 1, recording: 7, maxSamples: 800, beep: true });
  tick(2);
  assert.equal(engine.at(0).recording, false);
  tick();
  assert.equal(engine.at(0).recording, true);
  assert.deepEqual(engine.at(0).spoken, [...BEEP]);
  tick(5);
  assert.equal(recordingIn(stored, 7).samples.length, 800);
});

Deno.test("a stop during the beep ends it at once with an empty recording", () => {
  const { order, engine, stored, tick, heard } = withPort();
  order({ type: "record", port: 1, recording: 7, maxSamples: 800, beep: true });
  tick();
  order({ type: "stopRecord", port: 1, recording: 7 });
  assert.deepEqual(stored, [{ type: "end", recording: 7 }]);
  tick(20);
  assert.equal(engine.at(0).spoken.length, 160);
  assert.equal(engine.at(0).recording, false);
  assert.deepEqual(heard(), []);
  assert.equal(stored.length, 1);
});

Deno.test("a playback that cuts the beep off lets the recording begin", () => {
  const { order, engine, give, tick, heard } = withPort();
  give(1, run(0, 160));
  order({ type: "record", port: 1, recording: 7, maxSamples: 9e6, beep: true });
  tick();
  order({ type: "play", port: 1, playback: 1, sounds: [1], rounds: 1 });
  tick();
  assert.equal(engine.at(0).recording, true);
  assert.deepEqual(heard(), [{ type: "played", port: 1, playback: 1 }]);
});

Deno.test("a second recording ends the first", () => {
  const { order, stored, tick } = withPort();
  order({
    type: "record",
    port: 1,
    recording: 7,
    maxSamples: 9e6,
    beep: false,
  });
  tick();
  order({ type: "record", port: 1, recording: 8, maxSamples: 9e6, beep: true });
  order({ type: "stopRecord", port: 1, recording: 7 });
  tick(5);
  order({ type: "close", port: 1 });
  assert.deepEqual(recordingIn(stored, 7).samples, run(0, 160));
  assert.deepEqual(recordingIn(stored, 8).samples, run(160, 320));
  assert.equal(recordingIn(stored, 7).ends, 1);
  assert.equal(recordingIn(stored, 8).ends, 1);
});

for (
  const [when, ticks] of [["while it beeps", 1], [
    "while it records",
    6,
  ]] as const
) {
  Deno.test(`closing ${when} ends the recording, and nothing is reported after`, () => {
    const { order, stored, tick, heard } = withPort();
    order({
      type: "record",
      port: 1,
      recording: 7,
      maxSamples: 9e6,
      beep: true,
    });
    tick(ticks);
    order({ type: "close", port: 1 });
    const recording = recordingIn(stored, 7);
    assert.equal(recording.samples.length, ticks === 1 ? 0 : 3 * 160);
    assert.deepEqual([recording.ends, recording.endsLast], [1, true]);
    assert.deepEqual(heard().map((report) => report.type), ["closed"]);
    tick(30);
    assert.deepEqual(heard(), []);
    assert.equal(recordingIn(stored, 7).ends, 1);
  });
}

Deno.test("a row of keys of any length is sent, and told when it is out", () => {
  const { order, engine, tick, heard } = withPort();
  const keys = "0123456789".repeat(15);
  order({ type: "sendKeys", port: 1, sending: 3, keys });
  assert.ok(engine.at(0).keys.length <= 64);
  tick(149);
  assert.deepEqual(heard(), []);
  tick();
  assert.deepEqual(heard(), [{ type: "keysSent", port: 1, sending: 3 }]);
});

Deno.test("keys that are stopped are not reported, nor mistaken for the next", () => {
  const { order, engine, tick, heard } = withPort();
  order({ type: "sendKeys", port: 1, sending: 3, keys: "123" });
  tick();
  order({ type: "stopKeys", port: 1, sending: 3 });
  assert.equal(engine.at(0).keys, "");
  order({ type: "sendKeys", port: 1, sending: 4, keys: "45" });
  order({ type: "stopKeys", port: 1, sending: 3 });
  tick(2);
  assert.deepEqual(heard(), [{ type: "keysSent", port: 1, sending: 4 }]);
});

Deno.test("a key is told with how it was heard", () => {
  const { engine, tick, heard } = withPort();
  engine.notice({ type: "key", port: 0, key: "#", source: "event" });
  engine.notice({ type: "key", port: 3, key: "1", source: "tone" });
  tick();
  assert.deepEqual(heard(), [
    { type: "key", port: 1, key: "#", source: "event" },
  ]);
});

Deno.test("orders to a port that is closed mean nothing", () => {
  const { order, tick, heard } = withPort();
  order({ type: "close", port: 1 });
  heard();
  order({ type: "close", port: 1 });
  order({ type: "stream", port: 1, stream: STREAM });
  order({ type: "play", port: 1, playback: 1, sounds: [], rounds: 1 });
  order({ type: "record", port: 1, recording: 1, maxSamples: 9, beep: true });
  order({ type: "stopRecord", port: 1, recording: 1 });
  order({ type: "sendKeys", port: 1, sending: 1, keys: "1" });
  tick(5);
  assert.deepEqual(heard(), []);
});

Deno.test("health is told since the last time it was asked", () => {
  const { thread, tick, heard } = withPort();
  tick(50);
  thread.obey({ type: "watch" });
  tick(10);
  thread.obey({ type: "watch" });
  const healths = heard().map((r) => r.type === "health" && r.health);
  assert.deepEqual(
    healths,
    [50, 10].map((ticks) => ({
      openPorts: 1,
      ticks,
      skipped: 0,
      latenessP50: 0,
      latenessP99: 0,
      latenessMax: 0,
      busy: 0,
    })),
  );
});

Deno.test("stop closes all ports, ends all recordings and the heartbeat", () => {
  const { thread, clock, datagrams, stored, tick, heard } = stage();
  for (const port of [1, 2, 3]) thread.obey({ type: "open", port });
  thread.obey({
    type: "record",
    port: 2,
    recording: 5,
    maxSamples: 9e6,
    beep: false,
  });
  tick(3);
  heard();
  thread.obey({ type: "stop" });
  assert.deepEqual(
    heard().map((report) => report.type),
    ["closed", "closed", "closed", "stopped"],
  );
  assert.equal(recordingIn(stored, 5).samples.length, 480);
  assert.equal(datagrams.openSockets, 0);
  assert.equal(clock.pending, 0);
});

import assert from "node:assert/strict";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import {
  HOST,
  melody,
  MOST,
  played,
  silence,
  testWorld,
  type World,
  writePrompt,
} from "../support/media_world.ts";
import { readSoundFile } from "../support/sound_files/read_sound.ts";
import { PIECE, shareHeard } from "../support/pieces.ts";
import { likeness } from "../support/wav_files.ts";

/** Of a beep, which has two whole pieces. */
const HALF = 0.5;
/** Samples that may pass until a thread that is told to stop does so: 5 s. */
const SLOW = 40_000;

function recordingOf(world: World, path: string): Promise<Int16Array> {
  return readSoundFile(`${world.dir}/recordings/${path}`, world.core);
}

const FORMATS: readonly RecordFormat[] = ["pcm-u8", "pcma", "pcmu"];

FORMATS.forEach((format, index) => {
  testWorld(
    `what one port plays the other records, as ${format}`,
    21_200 + 10 * index,
    async (world) => {
      const { sound, a, b } = world;
      const spoken = melody(8000);
      await writePrompt(world, "hello.wav", spoken);
      const prompt = await sound.load("hello.wav");
      const recording = sound.create("1/heard.wav", format);
      const options = { maxSamples: 80_000, beep: false };
      const stop = b.record(recording.id, options, () => assert.fail("full"));
      await played(a, [prompt.id]);
      // What is still on its way, in packets and in the jitter buffer.
      await played(a, [(await silence(world, 1600)).id]);
      stop();
      const { samples, bytes, error } = await recording.finished;
      assert.equal(error, null);
      const inTime = samples >= 9600 && samples <= 9600 + SLOW;
      assert.ok(inTime, `${samples} samples`);
      const heard = await recordingOf(world, "1/heard.wav");
      assert.equal(heard.length, samples);
      const { size } = await Deno.stat(`${world.dir}/recordings/1/heard.wav`);
      assert.equal(size, bytes);
      const share = shareHeard(spoken, heard);
      assert.ok(share >= MOST, `${share} of it is heard`);
    },
  );
});

/** Half a piece before each place where one sound follows the other, and half behind. */
function joints(whole: Int16Array, places: readonly number[]): Int16Array[] {
  return places.map((at) => whole.subarray(at - PIECE / 2, at + PIECE / 2));
}

testWorld(
  "sounds follow each other without a gap, round after round",
  21_230,
  async (world) => {
    const { sound, a, b } = world;
    const [whole, rounds] = [melody(4001), 4];
    await writePrompt(world, "x.wav", whole.subarray(0, 1717));
    await writePrompt(world, "y.wav", whole.subarray(1717));
    const [x, y] = [await sound.load("x.wav"), await sound.load("y.wav")];
    const recording = sound.create("rounds", "pcma");
    const options = { maxSamples: 160_000, beep: false };
    const stop = b.record(recording.id, options, () => {});
    await played(a, [x.id, y.id], rounds);
    await played(a, [(await silence(world, 1600)).id]);
    stop();
    await recording.finished;
    const heard = await recordingOf(world, "rounds.wav");
    const all = new Int16Array(rounds * whole.length);
    for (let at = 0; at < all.length; at += whole.length) all.set(whole, at);
    const share = shareHeard(all, heard);
    assert.ok(share >= MOST, `${share} of it is heard`);
    const twice = all.subarray(0, 2 * whole.length);
    const likenesses = joints(twice, [1717, 4001]).map((joint) =>
      likeness(joint, heard).likeness
    );
    // One of four rounds, at least, was not disturbed just there
    assert.ok(likenesses.every((like) => like > 0.98), `${likenesses}`);
  },
);

testWorld(
  "RFC 4733: keys that one port sends the other hears as events",
  21_240,
  async ({ a, b, keysOfA, keysOfB }) => {
    const sent = Promise.withResolvers<void>();
    a.sendKeys("159D*#", sent.resolve);
    b.sendKeys("0", () => {});
    assert.deepEqual(
      await keysOfB.of(6),
      [..."159D*#"].map((key) => `${key} event`),
    );
    assert.deepEqual(await keysOfA.of(1), ["0 event"]);
    await sent.promise;
  },
);

testWorld(
  "without telephone-event keys are sent and heard as tones",
  21_250,
  async ({ a, keysOfB }) => {
    const sent = Promise.withResolvers<void>();
    a.sendKeys("2580", sent.resolve);
    await sent.promise;
    assert.deepEqual(
      await keysOfB.of(4),
      [..."2580"].map((key) => `${key} tone`),
    );
  },
  { telephoneEvent: null },
);

testWorld(
  "keys played from a file are heard as tones",
  21_260,
  async (world) => {
    const { a, core, sound, keysOfB } = world;
    await writePrompt(world, "keys.wav", core.dtmfTones("123A456B789C*0#D"));
    await played(a, [(await sound.load("keys.wav")).id]);
    const expected = [..."123A456B789C*0#D"].map((key) => `${key} tone`);
    assert.deepEqual(await keysOfB.of(16), expected);
  },
);

testWorld(
  "the beep is heard by the caller, and not recorded; max is exact",
  21_270,
  async (world) => {
    const { sound, core, a, b } = world;
    const atCaller = sound.create("caller", "pcma");
    const message = sound.create("message", "pcma");
    const stop = a.record(
      atCaller.id,
      { maxSamples: 80_000, beep: false },
      () => {},
    );
    await new Promise<void>((full) =>
      void b.record(message.id, { maxSamples: 4321, beep: true }, full)
    );
    assert.equal((await message.finished).samples, 4321);
    stop();
    await atCaller.finished;
    const heard = await recordingOf(world, "caller.wav");
    const share = shareHeard(core.tone(1000, 250, -12), heard);
    assert.ok(share >= HALF, `${share} of it is heard`);
  },
);

/** The end of key 5, three times, from somebody who guessed all numbers. */
function forgedKey(sequence: number): Uint8Array {
  const packet = new Uint8Array(16);
  const view = new DataView(packet.buffer);
  packet.set([0x80, 0x80 | 101]);
  view.setUint16(2, sequence);
  packet.set([5, 0x8a, 3, 32], 12);
  return packet;
}

testWorld(
  "RTP injection: a key from elsewhere is not heard, and is counted or dropped by the kernel",
  21_300,
  async (world, io) => {
    const { a, b, keysOfB } = world;
    await played(a, [(await silence(world, 1600)).id]);
    const attacker = bindUdp({ address: HOST, port: 0 }, () => {
      assert.fail("the attacker was sent something");
    });
    for (let i = 0; i < 20; i++) {
      attacker.send(forgedKey(i), { address: HOST, port: b.rtpPort });
    }
    a.sendKeys("1", () => {});
    assert.deepEqual(await keysOfB.of(1), ["1 event"]);
    const seen = io === "deno" ? 20 : 0;
    assert.equal((await b.close()).packetsRefused, seen);
    attacker.close();
  },
);

testWorld(
  "closing tells the statistics; at rest no port is open",
  21_280,
  async (world) => {
    const { media, a, b } = world;
    assert.equal(media.openPorts, 2);
    await played(a, [(await silence(world, 3200)).id]);
    const ofA = await a.close();
    const ofB = await b.close();
    assert.ok(ofA.packetsSent >= 20, `${ofA.packetsSent} sent`);
    assert.ok(ofB.packetsReceived >= 10, `${ofB.packetsReceived} received`);
    assert.equal(ofB.packetsRefused, 0);
    assert.equal(media.openPorts, 0);
    const health = await media.health();
    assert.equal(health.openPorts, 0);
    assert.ok(health.ticks > 0 && health.latenessMax >= health.latenessP50);
  },
);

testWorld(
  "past the ports that were laid out a call is refused",
  21_290,
  async ({ media }) => {
    const listener = { key: () => {} };
    await media.open(listener);
    await media.open(listener);
    const refused = { fault: "overloaded", message: "No media port is free" };
    await assert.rejects(media.open(listener), refused);
    assert.equal(media.openPorts, 4);
  },
);

import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import {
  coded,
  CODING,
  decoded,
  joined,
  opus,
  opusLine,
  opusStream,
  packetsOf,
  WIDE,
} from "./support/opus_peer.ts";
import { play } from "./support/recording.ts";
import { telephoneEvent } from "./support/rtp.ts";
import { voice } from "./support/voice.ts";

const core = await loadCore();
const SPEECH = voice(4, 3);
/** So much is heard before the delay is moved for the first time. */
const FIXED = 9600;

/** Where `sound` begins in what was heard, and how much differs from there on. */
function differs(heard: Int16Array, sound: Int16Array): number {
  const first = heard.findIndex((sample) => sample !== 0);
  const begins = sound.findIndex((sample) => sample !== 0);
  const part = heard.subarray(first);
  const whole = sound.subarray(begins);
  const length = Math.min(part.length, whole.length);
  let differing = 0;
  for (let n = 0; n < length; n++) if (part[n] !== whole[n]) differing++;
  return differing;
}

/** Energy of what is not as it should be, in dB below what should be. */
function noise(heard: Int16Array, sound: Int16Array): number {
  const first = heard.findIndex((sample) => sample !== 0);
  const begins = sound.findIndex((sample) => sample !== 0);
  let [wrong, right] = [0, 0];
  for (let n = 0; n < sound.length - begins; n++) {
    const [is, shall] = [heard[first + n] ?? 0, sound[begins + n]];
    wrong += (is - shall) ** 2;
    right += shall ** 2;
  }
  return 10 * Math.log10(wrong / right);
}

function loudness(sound: Int16Array): number {
  return sound.reduce((sum, sample) => sum + Math.abs(sample), 0);
}

for (const samples of [80, 160, 320, 480]) {
  test(`RFC 7587 §4.2: ${samples} samples a packet go out by a clock of 48 kHz`, () => {
    const line = opusLine(core, opusStream({ packetSamples: samples }));
    line.say(SPEECH.subarray(0, 9600));
    const [first] = line.packets;
    expect(line.packets).toHaveLength(9600 / samples);
    expect(first.timestamp).toBe(WIDE * 0xffffff00 % 2 ** 32);
    line.packets.forEach(({ timestamp, sequence, marker }, n) => {
      const when = first.timestamp + n * WIDE * samples;
      expect(timestamp).toBe(when % 2 ** 32);
      expect(sequence).toBe(first.sequence + n & 0xffff);
      expect(marker).toBe(n === 0);
    });
    const { rtpTimestamp, octetsSent } = line.engine.statistics(0);
    const last = first.timestamp + WIDE * 9440;
    expect(rtpTimestamp).toBe(last % 2 ** 32);
    const payloads = line.packets.map(({ payload }) => payload);
    const octets = payloads.reduce((sum, { length }) => sum + length, 0);
    expect(octetsSent).toBe(octets);
    expect(payloads).toEqual(coded(SPEECH.subarray(0, 9600), samples));
  });

  test(`${samples} samples a packet are heard as Opus decodes them`, () => {
    const line = opusLine(core);
    const length = Math.min(FIXED, 60 * samples);
    const payloads = coded(SPEECH.subarray(0, length), samples);
    const packets = packetsOf(line, payloads, samples);
    const due = (n: number) => Math.ceil((n + 1) * samples / 160);
    expect(differs(play(line, packets, due), decoded(payloads))).toBe(0);
  });
}

test("RFC 6716 §3.2.5: packets of several frames are heard whole", () => {
  const payloads = coded(SPEECH.subarray(0, FIXED));
  for (const frames of [2, 3, 6]) {
    const line = opusLine(core);
    const many: Uint8Array[] = [];
    for (let at = 0; at + frames <= payloads.length; at += frames) {
      many.push(joined(payloads.slice(at, at + frames)));
    }
    const packets = packetsOf(line, many, 160 * frames);
    const heard = play(line, packets, (n) => (n + 1) * frames);
    expect(differs(heard, decoded(payloads))).toBe(0);
  }
});

test("what is late by less than it waits, and what comes twice, is heard in its order", () => {
  const line = opusLine(core);
  const payloads = coded(SPEECH.subarray(0, FIXED));
  const packets = packetsOf(line, payloads);
  const twice = packets.flatMap((packet) => [packet, packet]);
  const chance = new SeededChance(4);
  const late = twice.map((_, n) => n > 40 ? chance.integer(2) : 0);
  const heard = play(line, twice, (n) => (n >> 1) + late[n]);
  expect(differs(heard, decoded(payloads))).toBe(0);
});

test("RFC 7587 §3.3: what is lost is told by the packet behind it", () => {
  const lose = (fec: boolean, seed: number) => {
    const sound = voice(2, seed).subarray(800, 800 + FIXED);
    const payloads = coded(sound, 160, { ...CODING, fec });
    const line = opusLine(core);
    const packets = packetsOf(line, payloads);
    const comes = (n: number) => n < 4 || n % 7 !== 5;
    const left = packets.filter((_, n) => comes(n));
    const ticks = packets.flatMap((_, n) => comes(n) ? [n] : []);
    const heard = play(line, left, (n) => ticks[n]);
    const { packetsLost, concealedSamples } = line.engine.statistics(0);
    expect(packetsLost).toBe(packets.length - left.length);
    return { concealedSamples, noise: noise(heard, decoded(payloads)) };
  };
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const [without, told] = [lose(false, seed), lose(true, seed)];
    expect(told.concealedSamples).toBeLessThan(without.concealedSamples);
    expect(told.noise).toBeLessThan(Math.min(-20, without.noise - 6));
  }
});

test("RFC 7587 §3.1.3: where nobody speaks hardly a packet is sent", () => {
  const line = opusLine(core, opusStream({ opus: { ...CODING, dtx: true } }));
  line.say(SPEECH.subarray(0, 16_000));
  const spoken = line.packets.length;
  line.tick(250);
  const silent = line.packets.length - spoken;
  expect(silent).toBeLessThan(60);
  line.say(SPEECH.subarray(0, 16_000));
  line.packets.forEach(({ sequence, timestamp, marker }, n) => {
    const before = line.packets[n - 1];
    if (!before) return;
    expect(sequence).toBe(before.sequence + 1 & 0xffff);
    const gap = (timestamp - before.timestamp >>> 0) / WIDE / 160;
    expect(gap).toBeGreaterThanOrEqual(1);
    expect(marker).toBe(gap > 1);
  });
});

for (const clockRate of [8000, 48_000]) {
  test(`keys by events of ${clockRate} Hz go both ways beside Opus`, () => {
    const telephoneEvent_ = { send: 101, receive: 101, clockRate };
    const line = opusLine(
      core,
      opusStream({ telephoneEvent: telephoneEvent_ }),
    );
    line.say(SPEECH.subarray(0, 1600));
    line.engine.sendKeys(0, "5", { toneSamples: 800, gapSamples: 800 });
    line.tick(20);
    const events = line.packets.filter((one) => one.payloadType === 101);
    const steps = clockRate / 50;
    expect(events.map(({ payload }) => payload[2] << 8 | payload[3])).toEqual(
      [1, 2, 3, 4, 5, 5, 5].map((n) => n * steps),
    );
    const numbers = line.packets.map(({ sequence }) => sequence);
    const [first] = numbers;
    expect(numbers).toEqual(numbers.map((_, n) => first + n & 0xffff));
    const packets = packetsOf(line, coded(SPEECH.subarray(0, 8000)));
    for (const packet of packets) {
      line.receive(packet);
      line.tick();
    }
    for (let n = 1; n <= 5; n++) {
      const payload = telephoneEvent("7", n * steps, n === 5);
      const timestamp = line.timestamp;
      line.receive(line.rtp({ payloadType: 101, payload, timestamp }));
      line.tick();
    }
    expect(line.keys()).toBe("7");
  });
}

test("keys that are in the sound are heard", () => {
  const line = opusLine(core);
  const sound = core.dtmfTones("0123456789*#ABCD", { toneMs: 80, gapMs: 80 });
  const packets = packetsOf(line, coded(sound));
  play(line, packets, (n) => n);
  expect(line.keys()).toBe("0123456789*#ABCD");
});

test("a call goes over to Opus and back", () => {
  const line = opusLine(core);
  const plain = { ...opusStream(), codec: "pcma", sendPayloadType: 8 } as const;
  line.say(SPEECH.subarray(0, 3200));
  line.engine.setStream(0, plain);
  line.say(SPEECH.subarray(0, 3200));
  line.engine.setStream(0, opusStream());
  line.say(SPEECH.subarray(0, 3200));
  const types = line.packets.map(({ payloadType }) => payloadType);
  const row = (type: number) => Array(20).fill(type);
  expect(types).toEqual([...row(111), ...row(8), ...row(111)]);
  // RFC 7160 §4.1: another clock, another SSRC
  const senders = [0, 20, 40].map((at) => line.packets[at].ssrc);
  expect(new Set(senders).size).toBe(3);
  const { ssrc, packetsSent, ...counts } = line.engine.statistics(0);
  expect([ssrc, packetsSent, counts.packetsOfSsrc]).toEqual([
    senders[2],
    60,
    20,
  ]);
  const octets = line.packets.slice(40).reduce(
    (sum, { payload }) => sum + payload.length,
    0,
  );
  expect(counts.octetsOfSsrc).toBe(octets);
  line.packets.forEach(({ ssrc }, n) => expect(ssrc).toBe(senders[n / 20 | 0]));
});

for (const away of [-20_000, -100, 3000, 30_000]) {
  test(`a peer whose numbers go on ${away} from where they were is heard`, () => {
    const line = opusLine(core);
    const payloads = coded(SPEECH.subarray(0, FIXED));
    play(line, packetsOf(line, payloads), (n) => n);
    line.sequence = line.sequence + away & 0xffff;
    // One to be believed, and the next that follows it
    const packets = packetsOf(line, [payloads[0], ...payloads]);
    const heard = play(line, packets, (n) => n);
    const share = loudness(heard) / loudness(decoded(payloads));
    expect(Math.abs(share - 1)).toBeLessThan(0.1);
  });
}

test("whatever comes as Opus, the port goes on", () => {
  const line = opusLine(core);
  const chance = new SeededChance(9);
  const byte = () => chance.integer(256);
  const good = coded(SPEECH);
  for (let n = 0; n < 4000; n++) {
    const payload = n % 3 === 0
      ? Uint8Array.from({ length: chance.integer(90) }, byte)
      : good[n % good.length].slice();
    if (n % 3 === 1) payload[chance.integer(payload.length)] ^= 1 << n % 8;
    line.receive(packetsOf(line, [payload])[0]);
    line.tick();
  }
  line.recorded();
  const packets = packetsOf(line, good);
  const heard = play(line, packets, (n) => n);
  expect(heard.some((sample) => Math.abs(sample) > 1000)).toBe(true);
});

test("ports that come and go take no more memory", () => {
  const line = opusLine(core);
  const packets = packetsOf(line, coded(SPEECH).slice(0, 3));
  const seed = { ssrc: 1, sequence: 1, timestamp: 1 };
  for (let n = 0; n < 2000; n++) {
    line.engine.openPort(0, seed);
    line.engine.setStream(0, opusStream());
    for (const packet of packets) line.receive(packet);
    line.tick();
    line.engine.closePort(0);
  }
  expect(line.engine.statistics(0).packetsSent).toBe(1);
});

test("RFC 3711 §3.3.1: by SRTP packets and keys are sealed in their order, across the end of numbers", () => {
  const engine = core.engine({ ports: 2, mixes: 0, opus });
  const suite = "AES_CM_128_HMAC_SHA1_80" as const;
  const [one, other] = [1, 2].map((n) => ({
    suite,
    octets: new Uint8Array(30).fill(n),
    nameOctets: 0,
  }));
  const stream = opusStream({
    packetSamples: 80,
    telephoneEvent: { send: 101, receive: 101, clockRate: 48_000 },
    opus: { ...CODING, dtx: true },
  });
  [[one, other], [other, one]].forEach(([send, receive], port) => {
    engine.openPort(port, { ssrc: port, sequence: 65_500, timestamp: 0 });
    engine.setStream(port, { ...stream, srtp: { send, receive } });
  });
  const keys: string[] = [];
  for (let tick = 0; tick < 200; tick++) {
    if (tick < 100) {
      engine.feedPlayer(0, SPEECH.subarray(160 * tick).slice(0, 160));
    }
    if (tick === 4) {
      engine.sendKeys(0, "147", { toneSamples: 640, gapSamples: 320 });
    }
    engine.tick();
    const sent: [number, Uint8Array][] = [];
    engine.eachPacket((port, packet) => sent.push([port, packet.slice()]));
    for (const [port, packet] of sent) {
      expect(engine.receive(1 - port, packet)).toBe(true);
    }
    engine.eachEvent((event) => {
      if (event.type === "key") keys.push(event.key);
    });
  }
  expect(keys.join("")).toBe("147");
  const { packetsReceived, packetsLost } = engine.statistics(1);
  expect(packetsReceived).toBe(engine.statistics(0).packetsSent);
  expect(packetsReceived).toBeLessThan(350);
  expect(packetsLost).toBe(0);
});

test("three hundred ports speak and hear at once", () => {
  const ports = 300;
  const engine = core.engine({ ports, mixes: 0, opus });
  for (let port = 0; port < ports; port++) {
    engine.openPort(port, { ssrc: port, sequence: 1, timestamp: 1 });
    engine.setStream(port, opusStream());
  }
  for (let tick = 0; tick < 6; tick++) {
    const sound = SPEECH.subarray(4000 + 160 * tick).slice(0, 160);
    for (let port = 0; port < ports; port++) engine.feedPlayer(port, sound);
    engine.tick();
    const sent: [number, Uint8Array][] = [];
    engine.eachPacket((port, packet) => sent.push([port, packet.slice()]));
    expect(new Set(sent.map(([port]) => port)).size).toBe(ports);
    expect(new Set(sent.map(([, { length }]) => length)).size).toBe(1);
    for (const [port, packet] of sent) engine.receive(port, packet);
  }
  for (let port = 0; port < ports; port++) engine.closePort(port);
});

test("an engine without Opus takes no such stream", () => {
  const engine = core.engine({ ports: 1, mixes: 0 });
  engine.openPort(0, { ssrc: 1, sequence: 1, timestamp: 1 });
  expect(() => engine.setStream(0, opusStream())).toThrow("has no Opus");
});

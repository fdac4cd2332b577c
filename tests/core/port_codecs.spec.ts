import { expect, test } from "vitest";
import { type CoreCodec, loadCore } from "../../runtime/core/mod.ts";
import { streamOf, TYPES } from "./support/codec_streams.ts";
import { Line } from "./support/line.ts";
import { play, recording } from "./support/recording.ts";
import { voice } from "./support/voice.ts";

const core = await loadCore();
const BYTES: Record<CoreCodec, (samples: number) => number> = {
  pcmu: (n) => n,
  pcma: (n) => n,
  gsm: (n) => n / 160 * 33,
  dvi4: (n) => n / 2 + 4,
};

/** Bytes that a codec of the core makes of sound in packets of this length. */
function coded(codec: CoreCodec, sound: Int16Array, packetSamples: number) {
  const coder = core.codec(codec, { packetSamples });
  const bytes = coder.encode(sound);
  const back = coder.decode(bytes);
  coder.close();
  return { bytes, back };
}

for (const codec of ["gsm", "dvi4", "pcma", "pcmu"] as const) {
  for (
    const samples of codec === "gsm" ? [160, 320, 480] : [80, 160, 240, 480]
  ) {
    test(`${codec}, ${samples} samples a packet: what the codec itself makes of it`, () => {
      const line = new Line(core, streamOf(codec, samples));
      const sound = voice(2, 9).subarray(0, 9600);
      line.say(sound);
      const sent = line.packets.flatMap((p) => [...p.payload]);
      const { bytes } = coded(codec, sound, samples);
      expect(Uint8Array.from(sent)).toEqual(bytes);
      for (const packet of line.packets) {
        expect(packet.payloadType).toBe(TYPES[codec]);
        expect(packet.payload).toHaveLength(BYTES[codec](samples));
      }
    });

    test(`${codec}, ${samples} samples a packet: it is heard as the codec decodes it`, () => {
      const line = recording(core, streamOf(codec, samples));
      const sound = voice(2, 10).subarray(0, Math.min(60 * samples, 9600));
      const { bytes, back } = coded(codec, sound, samples);
      const length = BYTES[codec](samples);
      const packets: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += length) {
        const payload = bytes.subarray(at, at + length);
        packets.push(line.rtp({ payloadType: TYPES[codec], payload }));
        line.timestamp += samples;
      }
      const due = (n: number) => Math.ceil((n + 1) * samples / 160);
      const first = due(0) * 160 + 320;
      const heard = play(line, packets, due);
      const whole = heard.subarray(first, first + sound.length);
      expect(whole).toEqual(back.subarray(0, whole.length));
    });
  }
}

test("what is no whole number of GSM frames, or no DVI4 header, is refused", () => {
  for (
    const [codec, lengths] of [["gsm", [1, 32, 34, 65]], ["dvi4", [
      1,
      3,
    ]]] as const
  ) {
    const line = new Line(core, streamOf(codec));
    for (const length of lengths) {
      const payload = new Uint8Array(length);
      expect(line.receive(line.rtp({ payloadType: TYPES[codec], payload })))
        .toBe(false);
    }
    expect(line.engine.statistics(0).packetsRefused).toBe(lengths.length);
  }
});

test("RFC 6263 §4.6: an empty payload is taken and says nothing", () => {
  const line = new Line(core);
  expect(line.receive(line.rtp({ payloadType: 8, payload: new Uint8Array() })))
    .toBe(true);
  line.tick(5);
  expect(line.engine.statistics(0).concealedSamples).toBe(0);
});

test("packets of GSM hold whole frames", () => {
  const { engine } = new Line(core);
  for (const samples of [80, 240, 400]) {
    expect(() => engine.setStream(0, streamOf("gsm", samples))).toThrow(
      `No packets of ${samples} samples`,
    );
  }
});

test("a codec that changes in the middle of a packet begins with a new one", () => {
  const line = new Line(core, streamOf("pcma", 480));
  line.tick(2);
  line.engine.setStream(0, streamOf("gsm", 480));
  line.tick(3);
  expect(line.packets.map((p) => [p.payloadType, p.payload.length]))
    .toEqual([[3, 99]]);
});

for (const codec of ["gsm", "dvi4"] as const) {
  test(`${codec}: 5 % lost: what is left is heard, and the loss is concealed`, () => {
    const line = recording(core, streamOf(codec));
    const sound = voice(2, 11);
    const { bytes, back } = coded(codec, sound, 160);
    const length = BYTES[codec](160);
    const heard: number[] = [];
    for (let n = 0; n < 60; n++) {
      const payload = bytes.subarray(n * length, (n + 1) * length);
      const packet = line.rtp({ payloadType: TYPES[codec], payload });
      line.timestamp += 160;
      if (n % 20 !== 12) line.receive(packet);
      line.tick();
      heard.push(...line.recorded());
    }
    expect(line.engine.statistics(0).concealedSamples).toBe(3 * 160);
    for (let at = 0; at < 9000; at += 160) {
      // A decoder with a memory needs some frames to find its way again
      const behind = (at / 160 - 12 + 60) % 20;
      const exact = at < 12 * 160 || (codec === "dvi4" && behind > 1);
      if (!exact && behind < 6) continue;
      let [error, power] = [0, 1];
      for (let n = at; n < at + 160; n++) {
        error += (heard[n + 320] - back[n]) ** 2;
        power += back[n] ** 2;
      }
      if (exact) expect(error).toBe(0);
      else expect(10 * Math.log10(power / error)).toBeGreaterThan(6);
    }
  });
}

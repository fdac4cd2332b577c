import { expect, test } from "vitest";
import { loadCore } from "../../runtime/core/mod.ts";
import { Line, STREAM } from "./support/line.ts";

const core = await loadCore();
const QUIET = new Uint8Array(160).fill(0xd5);

/** Brings packets with these numbers, one a tick. */
function hear(line: Line, sequences: readonly number[]): void {
  for (const sequence of sequences) {
    line.sequence = sequence;
    line.receive(line.rtp({ payloadType: 8, payload: QUIET }));
    line.timestamp += 160;
    line.tick();
  }
}

function counted(line: Line) {
  const { remoteSsrc, highestSequence, packetsExpected, packetsMissing } = line
    .engine.statistics(0);
  return { remoteSsrc, highestSequence, packetsExpected, packetsMissing };
}

test("RFC 3550 §6.4.1: octets sent are those of the payload alone", () => {
  const line = new Line(core);
  line.tick(10);
  expect(line.engine.statistics(0).octetsSent).toBe(1600);
  line.engine.setStream(0, { ...STREAM, sending: false });
  line.tick(10);
  expect(line.engine.statistics(0).octetsSent).toBe(1600);
});

test("octets received are those of the payload alone", () => {
  const line = new Line(core);
  hear(line, [1, 2, 3]);
  expect(line.engine.statistics(0).octetsReceived).toBe(480);
});

for (const packetSamples of [80, 160, 240, 480]) {
  test(`what was said last begins at rtpTimestamp, in packets of ${packetSamples}`, () => {
    const line = new Line(core, { ...STREAM, packetSamples });
    for (let n = 0; n < 12; n++) {
      line.tick();
      const { rtpTimestamp, ssrc } = line.engine.statistics(0);
      expect(rtpTimestamp).toBe((0xffffff00 + 160 * n) >>> 0);
      expect(ssrc).toBe(0xdecade);
    }
    const last = line.packets.at(-1)?.timestamp;
    expect(last).toBe((0xffffff00 + 12 * 160 - packetSamples) >>> 0);
  });
}

test("RFC 3550 §6.4.1: the highest number is extended by its cycles", () => {
  const line = new Line(core);
  expect(counted(line).remoteSsrc).toBe(null);
  hear(line, [65_533, 65_534, 65_535, 0, 1]);
  expect(counted(line)).toEqual({
    remoteSsrc: 0xcafe,
    highestSequence: 0x10001,
    packetsExpected: 5,
    packetsMissing: 0,
  });
  hear(line, [65_534, 65_535]);
  expect(counted(line).highestSequence).toBe(0x10001);
});

test("RFC 3550 §6.4.1: what is late is not missing, and duplicates count against it", () => {
  const line = new Line(core);
  hear(line, [10, 11, 14]);
  expect(counted(line).packetsMissing).toBe(2);
  hear(line, [12]);
  expect(counted(line).packetsMissing).toBe(1);
  hear(line, [14, 14, 14]);
  expect(counted(line)).toMatchObject({
    packetsExpected: 5,
    packetsMissing: -2,
  });
});

test("RFC 3550 A.1: another sender is counted from its own beginning", () => {
  const line = new Line(core);
  hear(line, [65_535, 0, 5]);
  line.ssrc = 0xbeef;
  hear(line, [700, 701, 703]);
  expect(counted(line)).toEqual({
    remoteSsrc: 0xbeef,
    highestSequence: 703,
    packetsExpected: 4,
    packetsMissing: 1,
  });
  expect(line.engine.statistics(0).packetsLost).toBe(5);
});

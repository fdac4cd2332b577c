import fc from "fast-check";
import { expect, test } from "vitest";
import { type Engine, loadCore, PHASES } from "../../runtime/core/mod.ts";
import { NO_EVENTS } from "./support/line.ts";
import { readRtp } from "./support/rtp.ts";

const core = await loadCore();
const SEED = { ssrc: 7, sequence: 100, timestamp: 1000 };
const ALL = [0, 1, 2, 3];

/** An engine with a port in each of these phases, which says a tone of its own. */
function engineWith(phases: readonly number[], mixes = 4): Engine {
  const engine = core.engine({ ports: phases.length, mixes });
  phases.forEach((phase, port) => open(engine, port, phase));
  return engine;
}

function open(engine: Engine, port: number, phase: number): void {
  engine.openPort(port, SEED, phase);
  engine.setStream(port, NO_EVENTS);
  engine.feedPlayer(port, core.tone(300 + 10 * port, 400));
}

/** The packets of one tick, with their ports. */
function tick(engine: Engine, phase?: number) {
  const packets: { port: number; bytes: number[] }[] = [];
  engine.tick(phase);
  engine.eachPacket((port, packet) => {
    packets.push({ port, bytes: [...packet] });
  });
  return packets;
}

const portsOf = (packets: readonly { port: number }[]) =>
  packets.map(({ port }) => port);

test("a tick moves the ports of its phase, and no others", () => {
  const engine = engineWith([0, 3, 1, 0, 3, 2]);
  expect(PHASES).toBe(ALL.length);
  expect(ALL.map((phase) => portsOf(tick(engine, phase))))
    .toEqual([[0, 3], [2], [5], [1, 4]]);
  expect(portsOf(tick(engine))).toEqual([0, 3]);
  expect(engine.statistics(0).packetsSent).toBe(2);
  expect(engine.statistics(1).packetsSent).toBe(1);
});

test("in phases each port says what it says when all tick at once", () => {
  const together = engineWith([0, 0, 0, 0, 0, 0, 0, 0]);
  const apart = engineWith([0, 0, 1, 1, 2, 2, 3, 3]);
  for (let mix = 0; mix < 4; mix++) {
    together.openMix(mix);
    apart.openMix(mix, mix);
    for (const engine of [together, apart]) {
      engine.joinMix(mix, 2 * mix, {});
      engine.joinMix(mix, 2 * mix + 1, { gain: 0.7 });
      engine.feedMixPlayer(mix, core.tone(700, 100));
    }
  }
  for (let n = 0; n < 30; n++) {
    const packets = ALL.flatMap((phase) => tick(apart, phase));
    expect(packets).toEqual(tick(together));
  }
});

test("a port that moves goes on where it was", () => {
  const engine = engineWith([1]);
  const [first] = tick(engine, 1);
  engine.movePort(0, 2);
  expect(tick(engine, 1)).toEqual([]);
  const [second] = tick(engine, 2);
  const [one, two] = [first, second].map(({ bytes }) =>
    readRtp(Uint8Array.from(bytes))
  );
  expect([two.sequence, two.timestamp])
    .toEqual([one.sequence + 1, one.timestamp + 160]);
  expect(two.marker).toBe(false);
});

test("a port joins mixes of its own phase only", () => {
  const engine = engineWith([0, 2]);
  engine.openMix(1, 2);
  expect(() => engine.joinMix(1, 0, {})).toThrow(TypeError);
  engine.joinMix(1, 1, {});
  engine.movePort(0, 2);
  engine.joinMix(1, 0, {});
  engine.openMix(1, 0);
  expect(() => engine.joinMix(1, 0, {})).toThrow("different phases");
});

/** The loudest sample that port 1 heard, of four ticks: only port 0 speaks. */
function heard(engine: Engine, phase: number): number {
  const codec = core.codec("pcma");
  let loudest = 0;
  for (let n = 0; n < 4; n++) {
    for (const { port, bytes } of tick(engine, phase)) {
      if (port !== 1) continue;
      const { payload } = readRtp(Uint8Array.from(bytes));
      loudest = codec.decode(payload).reduce((a, b) => Math.max(a, b), loudest);
    }
  }
  codec.close();
  return loudest;
}

test("one that moves is heard no more in the mix it was in", () => {
  const engine = core.engine({ ports: 2, mixes: 2 });
  const coder = core.codec("pcma");
  [0, 1].forEach((port) => {
    engine.openPort(port, SEED);
    engine.setStream(port, NO_EVENTS);
    engine.joinMix(0, port, {});
  });
  engine.openMix(1, 1);
  let sequence = 0;
  const speak = () => {
    for (let n = 0; n < 4; n++, sequence++) {
      const packet = new Uint8Array(172);
      packet.set([0x80, 8, 0, sequence]);
      new DataView(packet.buffer).setUint32(4, sequence * 160);
      packet.set(coder.encode(core.tone(500, 20)), 12);
      engine.receive(0, packet);
    }
  };
  speak();
  expect(heard(engine, 0)).toBeGreaterThan(1000);
  engine.movePort(0, 1);
  speak();
  // Its last frame fades out in one tick
  tick(engine, 0);
  expect(heard(engine, 0)).toBeLessThan(20);
  engine.movePort(1, 1);
  engine.joinMix(1, 0, {});
  engine.joinMix(1, 1, {});
  speak();
  expect(heard(engine, 1)).toBeGreaterThan(1000);
  coder.close();
});

test("a mix that had nothing to do plays again, and one that is closed fades", () => {
  const engine = engineWith([3]);
  const ends = () => {
    const mixes: number[] = [];
    engine.eachEvent((event) => {
      if (event.type === "mixPlayed") mixes.push(event.mix);
    });
    return mixes;
  };
  engine.openMix(2, 3);
  for (let n = 0; n < 3; n++) {
    for (let idle = 0; idle < 5; idle++) tick(engine, 3);
    engine.feedMixPlayer(2, core.tone(500, 20));
    engine.endMixPlayer(2);
    tick(engine, 0);
    expect(ends()).toEqual([]);
    tick(engine, 3);
    expect(ends()).toEqual([2]);
  }
});

test("a phase that there is not is a mistake", () => {
  const engine = engineWith([0]);
  for (const phase of [-1, 4, 0.5, NaN]) {
    const message = `No phase ${phase}; there are 4`;
    expect(() => engine.tick(phase)).toThrow(message);
    expect(() => engine.openPort(0, SEED, phase)).toThrow(message);
    expect(() => engine.movePort(0, phase)).toThrow(message);
    expect(() => engine.openMix(0, phase)).toThrow(message);
  }
});

test("whatever is opened, moved and closed, a tick visits whom it should, in order", () => {
  const PORTS = 12;
  const port = fc.nat(PORTS - 1);
  const phase = fc.nat(PHASES - 1);
  const step = fc.oneof(
    fc.record({ act: fc.constant("open" as const), port, phase }),
    fc.record({ act: fc.constant("move" as const), port, phase }),
    fc.record({ act: fc.constant("close" as const), port, phase }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const engine = core.engine({ ports: PORTS, mixes: 1 });
      const at = new Map<number, number>();
      for (const { act, port, phase } of steps) {
        if (act === "open") open(engine, port, phase);
        else if (act === "move") engine.movePort(port, phase);
        else engine.closePort(port);
        if (act === "close") at.delete(port);
        else if (act === "open" || at.has(port)) at.set(port, phase);
      }
      for (const phase of ALL) {
        const there = [...at].filter(([, its]) => its === phase);
        expect(portsOf(tick(engine, phase)))
          .toEqual(there.map(([port]) => port).sort((a, b) => a - b));
      }
    }),
    { numRuns: 200, seed: 4 },
  );
});

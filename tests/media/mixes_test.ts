import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { Mixes } from "../../runtime/media/mixes.ts";
import { Phases } from "../../runtime/media/phases.ts";

const core = await loadCore();

/** Ports of a real engine, one in each of these phases, and mixes for them. */
function seats(...inPhases: number[]) {
  const engine = core.engine({ ports: inPhases.length, mixes: 2 });
  const phases = new Phases<{ index: number; phase: number }>({
    start: () => {},
    stop: () => {},
  });
  const ports = inPhases.map((phase, index) => {
    const seed = { ssrc: index, sequence: 0, timestamp: 0 };
    engine.openPort(index, seed, phase);
    const port = { index, phase };
    phases.add(port);
    return port;
  });
  const around = {
    engine,
    beep: [],
    readSound: () => null,
    report: () => {},
    store: () => {},
  };
  const mixes = new Mixes(around, phases, new Map());
  [1, 2].forEach((mix) => mixes.open(mix));
  const settle = () => [0, 1, 2, 3].forEach((phase) => phases.settle(phase));
  /** In the core a port may join only where its phase is the mix's. */
  const fits = (mix: number, port: number) => {
    try {
      engine.joinMix(mix, port, {});
      return true;
    } catch {
      return false;
    }
  };
  return { mixes, ports, settle, fits, where: () => ports.map((p) => p.phase) };
}

Deno.test("members of a mix go over into the phase of the first", () => {
  const { mixes, ports, settle, fits, where } = seats(2, 0, 2, 3);
  for (const port of ports) mixes.join(1, port, {});
  assert.deepEqual(where(), [2, 0, 2, 3]);
  settle();
  assert.deepEqual(where(), [2, 2, 2, 2]);
  assert.ok(ports.every(({ index }) => fits(0, index)));
});

Deno.test("who leaves before it has gone over joins nothing", () => {
  const { mixes, ports, settle, where } = seats(1, 0);
  const [first, second] = ports;
  mixes.join(1, first, {});
  mixes.join(1, second, {});
  mixes.leave(1, second.index);
  settle();
  // Then it must be free to join elsewhere, and the mix to be closed
  mixes.close(1);
  mixes.join(2, second, {});
  assert.equal(where()[1], 1);
});

Deno.test("who is sent on before it has gone over goes where it was sent last", () => {
  const { mixes, ports, settle, fits, where } = seats(1, 0, 3);
  mixes.join(1, ports[0], {});
  mixes.join(2, ports[2], {});
  mixes.join(1, ports[1], {});
  mixes.join(2, ports[1], {});
  settle();
  assert.deepEqual(where(), [1, 3, 3]);
  assert.ok(fits(1, 1) && !fits(0, 1));
});

Deno.test("a mix that is closed before somebody has gone over is joined by nobody", () => {
  const { mixes, ports, settle, where } = seats(1, 0);
  for (const port of ports) mixes.join(1, port, {});
  mixes.close(1);
  settle();
  mixes.open(3);
  mixes.join(3, ports[1], {});
  assert.deepEqual(where(), [1, 1]);
});

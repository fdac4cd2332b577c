import { expect, test } from "vitest";
import { loadExports } from "./support/exports.ts";
import { alawCode, alawOf } from "./support/g191.ts";
import { rtp } from "./support/rtp.ts";
import { noise } from "./support/test_sounds.ts";

const core = await loadExports(1);
const PCMA = 2;
const BLOCK = 80;
/** A block of which no more is altered is heard by the detector. */
const SPARED = 16;
/** What is heard first, and what is heard behind a loss: multiples of 20 ms. */
const BEFORE = 3200;
const BEHIND = 1600;
/** Sound waits 40 ms at first, and the delay is not yet changed. */
const DELAY = 320;

function loud(samples: number, seed: number): Int16Array {
  return noise(seed, samples, 20000).map((x) => alawOf(alawCode(x)));
}

function send(n: number, timestamp: number, sound: Int16Array): void {
  const payload = Uint8Array.from(sound, alawCode);
  const packet = rtp({
    payloadType: 8,
    sequence: n,
    timestamp,
    ssrc: 7,
    payload,
  });
  const at = core.exchange();
  new Uint8Array(core.memory.buffer, at, packet.length).set(packet);
  expect(core.receive(0, at, packet.length)).toBeTruthy();
}

/** What is heard where `length` samples from `from` on are lost, and said of it. */
function hearWithout(sound: Int16Array, from: number, length: number) {
  core.closePort(0);
  core.openPort(0, 1, 1, 1);
  core.setStream(0, PCMA, 8, -1, 160, 0, 1);
  core.accept(0, 8, PCMA);
  core.startRecorder(0);
  const heard: number[] = [];
  const altered: boolean[] = [];
  let [at, sequence] = [0, 0];
  for (let n = 0; n * 160 < sound.length + DELAY; n++) {
    const due = Math.min(sound.length, n * 160 + 160);
    while (at < due) {
      const to = at < from ? Math.min(from, at + 160) : at + 160;
      send(sequence, at, sound.subarray(at, to));
      sequence += to === from ? 2 : 1;
      at = to === from ? from + length : to;
    }
    core.tick();
    const into = core.exchange();
    const count = core.readRecorder(0, into, 160);
    heard.push(...new Int16Array(core.memory.buffer, into, count));
    const blocks = core.alteredBlocks(0);
    altered.push((blocks & 1) !== 0, (blocks & 2) !== 0);
  }
  return { heard: heard.slice(DELAY), altered: altered.slice(DELAY / BLOCK) };
}

/** Samples from `from` to `to` that a block has. */
function shared(block: number, from: number, to: number): number {
  const [start, end] = [block * BLOCK, block * BLOCK + BLOCK];
  return Math.max(0, Math.min(end, to) - Math.max(start, from));
}

for (const length of [40, 80, 160, 320, 445]) {
  test(`${length} samples lost: wherever they lie, the blocks that are made up are told`, () => {
    for (let place = 0; place < 160; place++) {
      const from = BEFORE + place;
      const lost = from + length;
      const sound = loud(lost + BEHIND, place);
      const { heard, altered } = hearWithout(sound, from, length);
      const differs = (x: number, n: number) => x !== sound[n];
      const first = heard.findIndex(differs);
      const behind = heard.slice(0, sound.length).findLastIndex(differs) + 1;
      expect(first).toBeGreaterThanOrEqual(from);
      // The first half of the cross-fade is more made up than not
      const most = Math.max(lost, lost + Math.ceil((behind - lost) / 2) + 3);
      for (let block = 0; (block + 1) * BLOCK <= sound.length; block++) {
        if (shared(block, from, lost) > SPARED) {
          expect(altered[block]).toBe(true);
        }
        if (shared(block, from, most) <= SPARED) {
          expect(altered[block]).toBe(false);
        }
      }
    }
  });
}

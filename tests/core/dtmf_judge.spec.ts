import { expect, test } from "vitest";
import { SeededChance } from "../../runtime/base/chance.ts";
import { PURE_ROWS, tapeOf } from "../dtmf/corpus.ts";
import { dial } from "../dtmf/dial.ts";
import { isMet, judge } from "../dtmf/judge.ts";
import { inOrder } from "../dtmf/reference/in_order.ts";
import type { Heard, Row, Tape } from "../dtmf/row.ts";
import { levelAt, ZERO_DBM0 } from "./support/sounds.ts";

const HOW = { on: 50, off: 50, level: -10, twist: 0 };
const KEYS: Row = {
  name: "sixteen keys",
  clause: "none",
  want: "keys",
  cases: 1,
  make: (chance) => dial(HOW, chance),
};
const TAPE = tapeOf(KEYS, 1);
const AS_DIALLED: readonly Heard[] = TAPE.presses.map(({ key, from }) => ({
  key,
  at: from,
}));

function verdict(heard: readonly Heard[], tape: Tape = TAPE): boolean {
  return isMet(tape, judge(tape, heard));
}

test("every key once and in its place is what is wanted", () => {
  expect(verdict(AS_DIALLED)).toBe(true);
});

test("a key that is missing, told twice, wrong or out of place is seen", () => {
  const [first, ...rest] = AS_DIALLED;
  expect(verdict(rest)).toBe(false);
  expect(verdict([first, { ...first, at: first.at + 200 }, ...rest])).toBe(
    false,
  );
  expect(verdict([{ ...first, key: first.key === "1" ? "2" : "1" }, ...rest]))
    .toBe(false);
  expect(verdict([{ ...first, at: first.at - 81 }, ...rest])).toBe(false);
  expect(verdict([{ ...first, at: first.at + 400 }, ...rest])).toBe(false);
});

test("a share of keys may be missing where a row says so, but none be extra", () => {
  const tape = { ...TAPE, row: { ...KEYS, atLeast: 90 } };
  expect(verdict(AS_DIALLED.slice(1), tape)).toBe(true);
  expect(verdict(AS_DIALLED.slice(2), tape)).toBe(false);
  const extra = { key: "1", at: 0 };
  expect(verdict([extra, ...AS_DIALLED], tape)).toBe(false);
});

test("a row that wants nothing is met by nothing alone", () => {
  const tape: Tape = { ...TAPE, row: { ...KEYS, want: "nothing" } };
  expect(verdict([], tape)).toBe(true);
  expect(verdict(AS_DIALLED.slice(0, 1), tape)).toBe(false);
  expect(verdict([{ key: "1", at: 0 }], tape)).toBe(false);
});

test("a row that wants either is met by keys and by nothing", () => {
  const tape: Tape = { ...TAPE, row: { ...KEYS, want: "either" } };
  expect(verdict([], tape)).toBe(true);
  expect(verdict(AS_DIALLED, tape)).toBe(true);
});

test("keys without times are judged by their order", () => {
  expect(inOrder("1234", "1234")).toBe(4);
  expect(inOrder("1234", "11234")).toBe(4);
  expect(inOrder("1234", "134")).toBe(3);
  expect(inOrder("1234", "4321")).toBe(1);
  expect(inOrder("1234", "")).toBe(0);
});

test("keys stand at the level, the pitch and the place that they are said to", () => {
  for (const { key, from, to } of TAPE.presses) {
    const tone = TAPE.sound.subarray(from, to);
    const place = "123A456B789C*0#D".indexOf(key);
    const low = [697, 770, 852, 941][place >> 2];
    const high = [1209, 1336, 1477, 1633][place & 3];
    expect(levelAt(tone, low)).toBeCloseTo(-10, 1);
    expect(levelAt(tone, high)).toBeCloseTo(-10, 1);
    expect(TAPE.sound.subarray(to, to + 400).every((x) => x === 0)).toBe(true);
  }
});

test("noise is as far below the keys as a row says", () => {
  const { sound, presses } = dial({ ...HOW, snr: 15 }, new SeededChance(3));
  const silence = sound.subarray(0, presses[0].from);
  const power = silence.reduce((sum, x) => sum + x * x, 0) / silence.length;
  const keys = 2 * (ZERO_DBM0 * 10 ** (-10 / 20)) ** 2 / 2;
  expect(10 * Math.log10(keys / power)).toBeCloseTo(15, 0);
});

test("a seed gives the same sounds each time, another seed gives others", () => {
  expect(tapeOf(KEYS, 1)).toEqual(TAPE);
  expect(tapeOf(KEYS, 2).sound).not.toEqual(TAPE.sound);
});

test("no two rows have the same name", () => {
  const names = PURE_ROWS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

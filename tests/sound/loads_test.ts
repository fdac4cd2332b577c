import assert from "node:assert/strict";
import { CtiError } from "../../runtime/base/fault.ts";
import type { HeldSound } from "../../runtime/sound/held_sound.ts";
import { Loads } from "../../runtime/sound/loads.ts";

/** Writes down all that is told, and what is done with its sounds. */
function desk() {
  const told: unknown[] = [];
  const loads = new Loads({
    report: (message) => void told.push(message),
    supply: (message) => void told.push(message),
  });
  const held = (broken = Infinity): HeldSound => ({
    length: 1600,
    part: (from, reader) => {
      told.push(`${reader} reads from ${from}`);
      if (from >= broken) throw new CtiError("badParams", "cut off");
      return Promise.resolve({ segments: [], last: false });
    },
    leave: (reader) => void told.push(`${reader} leaves`),
    release: () => void told.push("released"),
  });
  return { told, loads, held };
}

const PART = { segments: [], last: false };

Deno.test("a sound's beginning is sent, then it is loaded; each pull is answered until it is unloaded", async () => {
  const { told, loads, held } = desk();
  await loads.load(7, () => Promise.resolve(held()));
  await loads.pull({ type: "pull", sound: 7, reader: 3, from: 800 });
  loads.leave({ sound: 7, reader: 3 });
  loads.unload(7);
  await loads.pull({ type: "pull", sound: 7, reader: 4, from: 800 });
  loads.leave({ sound: 7, reader: 4 });
  assert.deepEqual(told, [
    "0 reads from 0",
    { type: "sound", sound: 7, ...PART },
    { type: "loaded", sound: 7, samples: 1600 },
    "3 reads from 800",
    { type: "part", reader: 3, ...PART },
    "3 leaves",
    { type: "forget", sound: 7 },
    "released",
  ]);
});

Deno.test("what is broken at its beginning is not loaded, and given back", async () => {
  const { told, loads, held } = desk();
  await loads.load(7, () => Promise.resolve(held(0)));
  const why = { fault: "badParams", error: "cut off" };
  assert.deepEqual(told.slice(1), [
    "released",
    { type: "notLoaded", sound: 7, ...why },
  ]);
});

Deno.test("who reads on where it is broken is told so, in words", async () => {
  const { told, loads, held } = desk();
  await loads.load(7, () => Promise.resolve(held(800)));
  await loads.pull({ type: "pull", sound: 7, reader: 3, from: 800 });
  const answer = { type: "broken", reader: 3, error: "cut off" };
  assert.deepEqual(told.at(-1), answer);
});

Deno.test("at the end all is given back, and what is being loaded is not told of", async () => {
  const { told, loads, held } = desk();
  await loads.load(7, () => Promise.resolve(held()));
  const opening = Promise.withResolvers<HeldSound>();
  const failing = Promise.withResolvers<HeldSound>();
  const loading = [
    loads.load(8, () => opening.promise),
    loads.load(9, () => failing.promise),
  ];
  told.length = 0;
  loads.close();
  assert.deepEqual(told.splice(0), ["released"]);
  opening.resolve(held());
  failing.reject(new CtiError("badParams"));
  await Promise.all(loading);
  assert.deepEqual(told, ["0 reads from 0", "released"]);
});

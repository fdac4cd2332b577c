import assert from "node:assert/strict";
import { concat } from "../../runtime/base/bytes.ts";
import { parseWav } from "../support/sound_files/parse_wav.ts";
import { sine } from "../support/wav_files.ts";
import {
  atDesk,
  CORE,
  create,
  type Desk,
  openDesk,
  outcome,
  say,
} from "./sound_desk.ts";

const SPOKEN = sine(440, 4800);

/** What a file of A-law says. */
async function heardIn({ dir }: Desk, name: string): Promise<Int16Array> {
  const file = await Deno.readFile(`${dir}/recordings/${name}`);
  return asSaid((await parseWav(file)).data);
}

function asSaid(coded: Uint8Array): Int16Array {
  const codec = CORE.codec("pcma");
  const samples = codec.decode(coded);
  codec.close();
  return samples;
}

function throughALaw(samples: Int16Array): Int16Array {
  const codec = CORE.codec("pcma");
  const coded = codec.encode(samples);
  codec.close();
  return asSaid(coded);
}

Deno.test("what is said before the file is ordered and before it is there is in it, in its order", () =>
  atDesk(async (desk) => {
    desk.creating.shut();
    say(desk, 1, SPOKEN.subarray(0, 1600));
    const created = create(desk, 1, "x.wav");
    say(desk, 1, SPOKEN.subarray(1600, 3200));
    desk.creating.open();
    await created;
    say(desk, 1, SPOKEN.subarray(3200));
    desk.thread.take({ type: "end", recording: 1 });
    const report = await outcome(desk);
    assert.ok(report.type === "finished" && report.error === null);
    assert.deepEqual(await heardIn(desk, "x.wav"), throughALaw(SPOKEN));
  }));

Deno.test("a recording that has ended before its file was ordered is complete all the same", () =>
  atDesk(async (desk) => {
    say(desk, 1, SPOKEN);
    desk.thread.take({ type: "end", recording: 1 });
    say(desk, 1, SPOKEN);
    await create(desk, 1, "x.wav");
    const report = await outcome(desk);
    assert.ok(report.type === "finished" && report.samples === SPOKEN.length);
    assert.deepEqual(await heardIn(desk, "x.wav"), throughALaw(SPOKEN));
  }));

Deno.test("a disk that takes longer than half a minute is an error, and what waits for it is bounded", () =>
  atDesk(async (desk) => {
    desk.creating.shut();
    const created = create(desk, 1, "x.wav");
    const second = SPOKEN.subarray(0, 1600);
    for (let said = 0; said < 40; said += 0.2) say(desk, 1, second);
    desk.creating.open();
    await created;
    const report = await outcome(desk);
    assert.ok(report.type === "finished");
    assert.equal(report.samples, 30 * 8000);
    assert.equal(
      report.error,
      'Cannot write "x.wav": the disk took too long',
    );
  }));

Deno.test("at stop a file that is just being created is completed as well", () =>
  atDesk(async (desk) => {
    desk.creating.shut();
    const created = create(desk, 1, "x.wav");
    say(desk, 1, SPOKEN);
    const stopped = desk.thread.obey({ type: "stop" });
    desk.creating.open();
    await Promise.all([created, stopped]);
    assert.deepEqual(desk.reports.map(({ type }) => type), [
      "finished",
      "stopped",
    ]);
    assert.deepEqual(await heardIn(desk, "x.wav"), throughALaw(SPOKEN));
  }));

/** So loud, in dBm0: a steady tone of 1 kHz, or none. */
function sounding(ms: number, level = -Infinity): Int16Array {
  if (level === -Infinity) return new Int16Array(8 * ms);
  return CORE.tone(1000, ms, level);
}

/** What tells a recording of these parts, each in milliseconds and dBm0. */
async function silencesIn(
  desk: Desk,
  parts: readonly (readonly [ms: number, level?: number])[],
  maxSilence = 8000,
): Promise<number> {
  await create(desk, 1, "x.wav", "pcma", 1, maxSilence);
  for (const [ms, level] of parts) {
    const part = sounding(ms, level);
    for (let at = 0; at < part.length; at += 1600) {
      say(desk, 1, part.subarray(at, at + 1600));
    }
  }
  return desk.reports.filter(({ type }) => type === "silent").length;
}

for (
  const [what, parts, silences] of [
    ["nobody who speaks at all", [[1000]], 1],
    ["silence that is too short", [[980]], 0],
    ["a word in time", [[900], [200, -20], [900]], 0],
    ["a word, and then silence", [[500], [400, -20], [1200]], 1],
    ["silence told once", [[5000]], 1],
    ["a quiet word, 24 dB below what is usual", [[900], [200, -44], [900]], 0],
    ["a click", [[500], [40, -10], [500]], 1],
    ["a steady tone, which is no silence", [[5000, -30]], 0],
    ["a murmur that nobody makes louder", [[5000, -45]], 1],
  ] as const
) {
  Deno.test(`max_silence hears ${what}`, () =>
    atDesk(async (desk) => {
      assert.equal(await silencesIn(desk, parts), silences);
    }));
}

Deno.test("two channels are silent when both are", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav", "pcma", 2, 8000);
    const word = sounding(200, -20);
    for (const at of [0, 1, 0, 1]) {
      const pairs = new Int16Array(2 * 7200);
      word.forEach((sample, n) => pairs[2 * n + at] = sample);
      say(desk, 1, pairs);
    }
    assert.deepEqual(desk.reports, []);
    say(desk, 1, new Int16Array(2 * 4800));
    assert.deepEqual(desk.reports, [{ type: "silent", recording: 1 }]);
  }));

Deno.test("what a crash left is completed before the next start is done, and told", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav");
    say(desk, 1, SPOKEN.subarray(0, 1600));
    const { dir } = desk;
    // As a crash would leave it: both as they are now
    const journal = await Deno.readFile(`${dir}/unfinished/0.jsonl`);
    const file = await Deno.readFile(`${dir}/recordings/x.wav`);
    await desk.thread.obey({ type: "stop" });
    await Deno.writeFile(`${dir}/unfinished/0.jsonl`, journal);
    // It came to write what its header does not say yet
    const more = new Uint8Array(1600).fill(0xd5);
    await Deno.writeFile(`${dir}/recordings/x.wav`, concat([file, more]));
    const next = await openDesk(dir);
    const path = await Deno.realPath(`${dir}/recordings/x.wav`);
    assert.deepEqual(next.reports, [{ type: "mended", path, error: null }]);
    assert.deepEqual(
      await heardIn(desk, "x.wav"),
      Int16Array.from([
        ...throughALaw(SPOKEN.subarray(0, 1600)),
        ...asSaid(more),
      ]),
    );
    await next.thread.obey({ type: "stop" });
  }));

Deno.test("a recording whose file is removed tells so, and by its name", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "a/x.wav");
    say(desk, 1, SPOKEN);
    await Deno.remove(`${desk.dir}/recordings/a`, { recursive: true });
    say(desk, 1, SPOKEN);
    const report = await outcome(desk);
    assert.ok(report.type === "finished");
    assert.equal(
      report.error,
      'Cannot write "a/x.wav": somebody has removed or replaced it',
    );
  }));

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { parseWav } from "../support/sound_files/parse_wav.ts";
import { readSound } from "../support/sound_files/read_sound.ts";
import { pcm16, sine, wavFile } from "../support/wav_files.ts";
import {
  atDesk,
  CORE,
  create,
  type Desk,
  outcome,
  say,
  soundAt,
} from "./sound_desk.ts";

function writePrompt({ dir }: Desk, name: string, samples: Int16Array) {
  const file = wavFile(pcm16(samples), { tag: 1, bits: 16 });
  return Deno.writeFile(`${dir}/prompts/${name}`, file);
}

Deno.test("a loaded sound goes straight to the media thread", () =>
  atDesk(async (desk) => {
    await writePrompt(desk, "a.wav", Int16Array.of(1, 2, 3));
    await desk.thread.obey({ type: "load", sound: 7, path: "a.wav" });
    assert.deepEqual(desk.reports, [{ type: "loaded", sound: 7, samples: 3 }]);
    const [sound] = desk.supplied;
    assert.ok(sound.type === "sound" && sound.sound === 7);
    assert.deepEqual(await soundAt(desk, 7), Int16Array.of(1, 2, 3));
    await desk.thread.obey({ type: "unload", sound: 7 });
    assert.deepEqual(desk.supplied[1], { type: "forget", sound: 7 });
  }));

Deno.test("a file is decoded once for all calls, and anew when it changed", () =>
  atDesk(async (desk) => {
    await writePrompt(desk, "a.wav", sine(400, 8000));
    const load = (sound: number) =>
      desk.thread.obey({ type: "load", sound, path: "a.wav" });
    await Promise.all([load(1), load(2)]);
    await load(3);
    await writePrompt(desk, "a.wav", sine(400, 8001));
    await load(4);
    const buffers = desk.supplied.map((m) =>
      m.type === "sound" && m.segments[0]
    );
    assert.equal(buffers[0], buffers[1]);
    assert.equal(buffers[0], buffers[2]);
    assert.notEqual(buffers[0], buffers[3]);
  }));

for (
  const [path, fault, error] of [
    ["none.wav", "badParams", /^No such sound file "none.wav"$/],
    ["text.wav", "badParams", /text\.wav": its content is none of WAV/],
    ["../../x.wav", "forbiddenPath", /^Forbidden path "..\/..\/x.wav"/],
  ] as const
) {
  Deno.test("a file replaced by one of the same size and time is another sound", () =>
    atDesk(async (desk) => {
      const [old, young] = ["a.wav", "b.wav"].map((n) =>
        `${desk.dir}/prompts/${n}`
      );
      const load = (sound: number) =>
        desk.thread.obey({ type: "load", sound, path: "a.wav" });
      await writePrompt(desk, "a.wav", sine(400, 8000));
      await load(1);
      await writePrompt(desk, "b.wav", sine(700, 8000));
      const { mtime } = await Deno.stat(old);
      assert.ok(mtime);
      await Deno.utime(young, mtime, mtime);
      await Deno.rename(young, old);
      await load(2);
      const first = await soundAt(desk, 1);
      const second = await soundAt(desk, 2);
      assert.notDeepEqual(first, second);
    }));

  Deno.test(`${path} is not loaded: ${fault}`, () =>
    atDesk(async (desk) => {
      await Deno.writeTextFile(`${desk.dir}/prompts/text.wav`, "hello");
      await desk.thread.obey({ type: "load", sound: 1, path });
      const [report] = desk.reports;
      assert.ok(report.type === "notLoaded");
      assert.equal(report.fault, fault);
      assert.match(report.error, error);
      assert.deepEqual(desk.supplied, []);
    }));
}

for (
  const [format, encoding, header] of [
    ["pcm-u8", "pcm", 44],
    ["pcma", "pcma", 58],
    ["pcmu", "pcmu", 58],
  ] as const
) {
  Deno.test(`a recording of an odd length is a whole ${format} file`, () =>
    atDesk(async (desk) => {
      await create(desk, 1, "x/y.wav", format);
      const spoken = sine(700, 801);
      say(desk, 1, spoken.subarray(0, 500));
      say(desk, 1, spoken.subarray(500));
      desk.thread.take({ type: "end", recording: 1 });
      const bytes = header + 802;
      assert.deepEqual(await outcome(desk), {
        type: "finished",
        recording: 1,
        samples: 801,
        bytes,
        error: null,
      });
      const file = await Deno.readFile(`${desk.dir}/recordings/x/y.wav`);
      assert.equal(file.length, bytes);
      const view = new DataView(file.buffer);
      assert.equal(view.getUint32(4, true), bytes - 8);
      assert.equal(view.getUint32(header - 4, true), 801);
      const sound = await parseWav(file);
      assert.equal(sound.encoding, encoding);
      const codec = CORE.codec(format);
      assert.deepEqual(sound.data, codec.encode(spoken));
      codec.close();
    }));
}

Deno.test("a recording in stereo has its channels in turns, and their length", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav", "pcmu", 2);
    const pairs = Int16Array.of(100, -200, 300, -400, 500, -600);
    say(desk, 1, pairs);
    const report = await outcome(desk);
    assert.ok(report.type === "finished");
    assert.deepEqual([report.samples, report.bytes], [3, 58 + 6]);
    const file = await Deno.readFile(`${desk.dir}/recordings/x.wav`);
    const fact = new DataView(file.buffer).getUint32(46, true);
    assert.equal(fact, 3);
    const sound = await parseWav(file);
    assert.deepEqual([sound.channels, sound.rate], [2, 8000]);
    const codec = CORE.codec("pcmu");
    assert.deepEqual(sound.data, codec.encode(pairs));
    codec.close();
  }));

Deno.test("while it grows a recording can be read but for the last second", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav");
    const lengthOnDisk = async () => {
      const file = await Deno.readFile(`${desk.dir}/recordings/x.wav`);
      return (await readSound("x.wav", file, CORE)).length;
    };
    let said = 0;
    for (let i = 0; i < 20; i++) {
      assert.ok(said - await lengthOnDisk() < 8000, `after ${said}`);
      say(desk, 1, sine(500, 1600));
      said += 1600;
    }
  }));

Deno.test("an existing file is replaced", () =>
  atDesk(async (desk) => {
    await Deno.writeFile(`${desk.dir}/recordings/x.wav`, new Uint8Array(9999));
    await create(desk, 1, "x.wav");
    await outcome(desk);
    assert.equal((await Deno.stat(`${desk.dir}/recordings/x.wav`)).size, 58);
  }));

Deno.test("two recordings never write to one file", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav");
    await create(desk, 2, "../recordings/x.wav");
    const [second] = desk.reports;
    assert.ok(second.type === "finished" && second.recording === 2);
    assert.match(second.error ?? "", /another recording/);
    desk.thread.take({ type: "end", recording: 1 });
    await desk.thread.obey({ type: "stop" });
    await create(desk, 3, "x.wav");
    assert.deepEqual(await outcome(desk), {
      type: "finished",
      recording: 3,
      samples: 0,
      bytes: 58,
      error: null,
    });
  }));

Deno.test("a file that cannot be made is a fault in the system's words", () =>
  atDesk(async (desk) => {
    await Deno.mkdir(`${desk.dir}/recordings/x.wav`);
    await create(desk, 1, "x.wav");
    const [report] = desk.reports;
    assert.ok(report.type === "finished");
    assert.equal(
      report.error,
      'Cannot write "x.wav": it is no regular file',
    );
  }));

Deno.test("a disk that fills up ends the recording with the system's words, once", () =>
  atDesk(async (desk) => {
    desk.disk.room = 3000;
    await create(desk, 1, "x.wav");
    for (let i = 0; i < 5; i++) say(desk, 1, sine(500, 1600));
    desk.thread.take({ type: "end", recording: 1 });
    const report = await outcome(desk);
    assert.ok(report.type === "finished");
    assert.equal(report.error, 'Cannot write "x.wav": No space left on device');
    assert.equal(report.samples, 1600);
    assert.deepEqual(desk.reports, []);
  }));

Deno.test("a full disk creates no file", () =>
  atDesk(async (desk) => {
    desk.disk.room = 20;
    await create(desk, 1, "x.wav");
    const [report] = desk.reports;
    assert.ok(report.type === "finished" && report.bytes === 0);
    assert.equal(report.error, 'Cannot write "x.wav": No space left on device');
    desk.disk.room = Infinity;
    await create(desk, 2, "x.wav");
    const second = await outcome(desk);
    assert.ok(second.type === "finished" && second.error === null);
  }));

Deno.test("what comes for a recording that has ended is dropped", () =>
  atDesk(async (desk) => {
    await create(desk, 1, "x.wav");
    desk.thread.take({ type: "end", recording: 1 });
    say(desk, 1, sine(500, 800));
    desk.thread.take({ type: "end", recording: 1 });
    await desk.thread.obey({ type: "stop" });
    const finished = desk.reports.filter((r) => r.type === "finished");
    assert.equal(finished.length, 1);
    assert.ok(finished[0].type === "finished" && finished[0].samples === 0);
  }));

Deno.test("at stop all recordings are completed, then it has stopped", () =>
  atDesk(async (desk) => {
    const chance = new SeededChance(4);
    for (let id = 1; id <= 20; id++) await create(desk, id, `r${id}.wav`);
    for (let id = 1; id <= 20; id++) {
      say(desk, id, sine(300, chance.integer(900)));
    }
    await desk.thread.obey({ type: "stop" });
    assert.equal(desk.reports.filter((r) => r.type === "finished").length, 20);
    assert.equal(desk.reports.at(-1)?.type, "stopped");
  }));

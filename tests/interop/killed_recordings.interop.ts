import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { containerOf } from "../../runtime/sound/container.ts";
import { inFolder } from "../support/in_folder.ts";
import { run } from "../support/program.ts";
import { TextLineStream } from "../support/text_lines.ts";
import { hundredOf, toldIn } from "./killed/hundred.ts";

const ROUNDS = 20;
/** Steps, of 10 ms of sound, before the end, and so many more by chance. */
const LEAST_STEPS = 100;
const MORE_STEPS = 100;
/** What a crash may cost, in seconds. */
const LOST = 1;
/** The same once the next start has been: what was on its way, and a block. */
const LOST_THEN = 0.5;
const RECORDER = new URL("./killed/recorder.ts", import.meta.url).pathname;

/** A process with a hundred recordings, and how far it came. */
class Recorder {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;

  constructor(dataDir: string, round: number) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", RECORDER, dataDir, `${round}`],
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
  }

  async ready(): Promise<void> {
    assert.equal((await this.#lines.read()).value, "ready");
  }

  /** Kills it after so many steps; gives how many there were. */
  async killAfter(steps: number): Promise<number> {
    let done = 0;
    for (;;) {
      const { value } = await this.#lines.read();
      if (value === undefined) break;
      done = Number(value);
      if (done === steps) this.#child.kill("SIGKILL");
    }
    const { signal, code } = await this.#child.status;
    const how = `it ended by itself after ${done} steps, with ${code}`;
    assert.equal(signal, "SIGKILL", how);
    return done;
  }

  /** However the test ends: what went wrong before is what it tells. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It is dead already.
    }
    await this.#child.status;
    await this.#lines.cancel().catch(() => {});
  }
}

/** Lengths in seconds, as the headers of all say. */
async function bySox(paths: readonly string[]): Promise<number[]> {
  return (await run("soxi", ["-D", ...paths])).trim().split("\n").map(Number);
}

/** The same, by who reads each file to its end. */
async function byFfmpeg(paths: readonly string[]): Promise<number[]> {
  const inputs = paths.flatMap((path) => ["-i", path]);
  const maps = paths.flatMap((_, n) => ["-map", n]);
  const said = await run("ffmpeg", [
    "-hide_banner",
    "-nostdin",
    ...inputs,
    ...maps,
    "-f",
    "null",
    "-",
  ]);
  assert.doesNotMatch(said, /Invalid data|Error/);
  const lengths = said.matchAll(/Duration: (\d+):(\d+):([\d.]+)/g);
  return [...lengths].map(([_, h, m, s]) =>
    3600 * Number(h) + 60 * Number(m) + Number(s)
  );
}

/** Files of one number of channels, one behind the other. */
async function readBySox(paths: readonly string[]): Promise<void> {
  const said = await run("sox", [...paths, "-n", "stat"]);
  assert.doesNotMatch(said, /FAIL|WARN/);
}

function secondsOf(steps: number, n: number): number {
  return toldIn(steps, n) / 8000;
}

async function checkAfterKill(
  folder: string,
  round: number,
  steps: number,
): Promise<void> {
  const planned = hundredOf(round);
  const paths = planned.map(({ name }) => `${folder}/recordings/${name}`);
  for (const lengths of [await bySox(paths), await byFfmpeg(paths)]) {
    assert.equal(lengths.length, planned.length);
    planned.forEach(({ name, format, channels }, n) => {
      const lost = secondsOf(steps, n) - lengths[n];
      const what = `${name}, ${format} of ${channels}: ${lost} s lost`;
      assert.ok(lost < LOST, what);
    });
  }
  for (const channels of [1, 2]) {
    const alike = paths.filter((_, n) => planned[n].channels === channels);
    await readBySox(alike);
  }
}

/** The next start has been: every header says what is there. */
async function checkMended(
  folder: string,
  round: number,
  steps: number,
): Promise<void> {
  for (const [n, { name, ...layout }] of hundredOf(round).entries()) {
    const { headerBytes, samplesIn } = containerOf(layout);
    const file = await Deno.readFile(`${folder}/recordings/${name}`);
    const sound = headerBytes === 0
      ? file.length
      : new DataView(file.buffer).getUint32(headerBytes - 4, true);
    assert.ok(file.length - headerBytes - sound < 2, name);
    const lost = secondsOf(steps, n) - samplesIn(sound) / 8000;
    assert.ok(lost < LOST_THEN, `${name}, ${layout.format}: ${lost} s lost`);
  }
}

Deno.test("a hundred recordings at once, and SIGKILL twenty times: less than a second is lost, sox and ffmpeg read every file, and the next start completes it", () =>
  inFolder(async (folder) => {
    const chance = new SeededChance(20);
    let before = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await using recorder = new Recorder(folder, round);
      await recorder.ready();
      if (round > 0) await checkMended(folder, round - 1, before);
      const steps = LEAST_STEPS + chance.integer(MORE_STEPS);
      before = await recorder.killAfter(steps);
      await checkAfterKill(folder, round, before);
    }
  }));

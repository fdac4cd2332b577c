import assert from "node:assert/strict";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import type { Speaker } from "../../../runtime/sound/speaker.ts";
import { EspeakEngine } from "../../../runtime/sound/speech/espeak_engine.ts";
import { chunkIn } from "../../support/wav_files.ts";

/** Of each run: a hum of 2,000 samples, nothing to be trimmed. */
const RUN = 2000;
const HUM = Int16Array.from({ length: RUN }, (_, n) => {
  return 8000 * Math.sin(2 * Math.PI * n / 20);
});
const BEHIND_A_WORD = 320;
const BEHIND_A_CLAUSE = 1280;

function engine() {
  const clock = new HandClock();
  const said: string[] = [];
  const state = { started: 0, closed: 0, hangs: false };
  const start = (): Speaker => {
    state.started++;
    const closed = Promise.withResolvers<never>();
    closed.promise.catch(() => {});
    return {
      say: (voice, text) => {
        said.push(`${voice} ${text}`);
        return state.hangs ? closed.promise : Promise.resolve(HUM);
      },
      close: () => {
        state.closed++;
        closed.reject(new Error("The speech thread is closed"));
      },
    };
  };
  return { clock, said, state, engine: new EspeakEngine(start, clock) };
}

const CHINESE = { language: "zh-CN", voice: "cmn" } as const;

function samplesOf(file: Uint8Array): number {
  return chunkIn(file, "data").length / 2;
}

Deno.test("each run of a text is spoken by its own voice, with the pause of its signs", async () => {
  const desk = engine();
  const { signal } = new AbortController();
  const text = "您好，press ＯＫ 或者按 12% 😀";
  const file = await desk.engine.speak({ ...CHINESE, text }, signal);
  assert.deepEqual(desk.said, [
    "cmn 您好,",
    "en-us press OK",
    "cmn 或者按 百分之12",
  ]);
  const silence = BEHIND_A_CLAUSE + BEHIND_A_WORD;
  assert.equal(samplesOf(file), 3 * RUN + silence);
  desk.engine.close();
});

Deno.test("a text in which nothing is spoken is an empty sound", async () => {
  const desk = engine();
  const { signal } = new AbortController();
  const file = await desk.engine.speak({ ...CHINESE, text: "😀…" }, signal);
  assert.equal(samplesOf(file), 0);
  assert.equal(desk.state.started, 0);
});

Deno.test("a thread that hangs is ended, and the next text gets another", async () => {
  const desk = engine();
  const given = new AbortController();
  desk.state.hangs = true;
  const hung = desk.engine.speak({ ...CHINESE, text: "您好" }, given.signal);
  given.abort();
  await assert.rejects(hung, /closed/);
  assert.deepEqual(desk.state, { started: 1, closed: 1, hangs: true });
  desk.state.hangs = false;
  const { signal } = new AbortController();
  await desk.engine.speak({ ...CHINESE, text: "您好" }, signal);
  assert.equal(desk.state.started, 2);
  desk.engine.close();
  assert.equal(desk.clock.pending, 0);
});

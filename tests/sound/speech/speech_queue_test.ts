import assert from "node:assert/strict";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import { SpeechQueue } from "../../../runtime/sound/speech/speech_queue.ts";
import type { SpeechEngine } from "../../../runtime/sound/speech/synthesizer.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Speaks when it is told to, and counts. */
class SlowEngine implements SpeechEngine {
  readonly title = "The engine";
  readonly folder = "engine";
  readonly asked: string[] = [];
  readonly aborted: string[] = [];
  readonly #speaking = new Map<string, PromiseWithResolvers<Bytes>>();
  isClosed = false;

  constructor(readonly atOnce: number) {}

  speak({ text }: { text: string }, given: AbortSignal): Promise<Bytes> {
    this.asked.push(text);
    given.addEventListener("abort", () => this.aborted.push(text));
    const speaking = Promise.withResolvers<Bytes>();
    this.#speaking.set(text, speaking);
    return speaking.promise;
  }

  finish(text: string): void {
    this.#speaking.get(text)?.resolve(new Uint8Array());
  }

  fail(text: string): void {
    this.#speaking.get(text)?.reject(new Error("no such voice"));
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Lets those go on whose turn has come. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await null;
}

function queue(atOnce: number) {
  const clock = new HandClock();
  const engine = new SlowEngine(atOnce);
  const speech = new SpeechQueue(engine, clock);
  const speak = (text: string) =>
    speech.speak({ text, language: "zh-CN", voice: "cmn" });
  return { clock, engine, speech, speak };
}

Deno.test("no more texts are spoken at once than the engine bears, in their order", async () => {
  const { clock, engine, speak } = queue(2);
  const [a, b, c, d] = ["a", "b", "c", "d"].map(speak);
  await turns();
  assert.deepEqual(engine.asked, ["a", "b"]);
  engine.finish("b");
  await b;
  await turns();
  assert.deepEqual(engine.asked, ["a", "b", "c"]);
  engine.fail("a");
  await assert.rejects(a, /no such voice/);
  await turns();
  assert.deepEqual(engine.asked, ["a", "b", "c", "d"]);
  engine.finish("c");
  engine.finish("d");
  await Promise.all([c, d]);
  assert.deepEqual(engine.aborted, []);
  assert.equal(clock.pending, 0);
});

Deno.test("a text that hangs is given up after 30 s, and the others are spoken", async () => {
  const { clock, engine, speak } = queue(1);
  const hung = speak("hung");
  const next = speak("next");
  await turns();
  clock.wind(29_999);
  assert.deepEqual(engine.asked, ["hung"]);
  clock.wind(1);
  await assert.rejects(hung, /^Error: The engine has not spoken in 30 s$/);
  assert.deepEqual(engine.aborted, ["hung"]);
  await turns();
  clock.wind(29_999);
  engine.finish("next");
  await next;
  assert.equal(clock.pending, 0);
});

Deno.test("at its end those who wait are told, and the engine is closed", async () => {
  const { clock, engine, speech, speak } = queue(1);
  const first = speak("first");
  const second = speak("second");
  await turns();
  speech.close();
  await assert.rejects(second, /^Error: The engine is closed$/);
  assert.equal(engine.isClosed, true);
  engine.fail("first");
  await assert.rejects(first);
  assert.equal(clock.pending, 0);
});

import assert from "node:assert/strict";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import { HttpEngine } from "../../../runtime/sound/speech/http_engine.ts";

const WORDS = { text: "您好", language: "zh-CN", voice: "cmn" } as const;
const NEVER = new AbortController().signal;
const SOUND = Uint8Array.of(1, 2, 3);

type Answer = (init: RequestInit) => Promise<Response>;

function sound(): Promise<Response> {
  return Promise.resolve(new Response(SOUND));
}

function says(status: number, body: string): Answer {
  return () => Promise.resolve(new Response(body, { status }));
}

function unreachable(): Promise<Response> {
  const cause = new Error(
    "error sending request for url (http://tts.example/?key=x): refused",
  );
  return Promise.reject(new TypeError("fetch failed", { cause }));
}

/** @param answers one for each request, in their order */
function service(...answers: Answer[]) {
  const clock = new HandClock();
  const asked: { url: string; init: RequestInit }[] = [];
  const engine = new HttpEngine(
    new URL("http://us%40er:p%3A密@tts.example/say?key=x"),
    clock,
    (url, init) => {
      asked.push({ url: url.href, init });
      return (answers.shift() ?? sound)(init);
    },
  );
  return { clock, asked, engine };
}

/** Winds on whenever somebody waits, until it is over. */
async function settled<T>(clock: HandClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const done = () => isOver = true;
  work.then(done, done);
  for (;;) {
    for (let turn = 0; turn < 50; turn++) await null;
    if (isOver) return await work;
    clock.wind(100);
  }
}

Deno.test("a service is sent text, voice and language as JSON, and its sound is taken as it is", async () => {
  const { asked, engine } = service();
  const file = await engine.speak(WORDS, NEVER);
  assert.deepEqual([...file], [...SOUND]);
  const [{ url, init }] = asked;
  assert.equal(url, "http://tts.example/say?key=x");
  assert.equal(init.method, "POST");
  assert.deepEqual(JSON.parse(`${init.body}`), WORDS);
  const headers = new Headers(init.headers);
  assert.equal(headers.get("content-type"), "application/json");
  // "us@er:p:密" (RFC 7617 §2.1)
  assert.equal(headers.get("authorization"), "Basic dXNAZXI6cDrlr4Y=");
});

const PASSING: [what: string, answer: Answer][] = [
  ["answers 503", says(503, "")],
  ["answers 429", says(429, "")],
  ["cannot be reached", unreachable],
];

for (const [what, answer] of PASSING) {
  Deno.test(`a service that ${what} is asked again, three times in all`, async () => {
    const { clock, asked, engine } = service(answer, answer);
    await settled(clock, engine.speak(WORDS, NEVER));
    assert.equal(asked.length, 3);
    assert.equal(clock.now(), 1300);
    const again = service(answer, answer, answer, answer);
    const speaking = again.engine.speak(WORDS, NEVER);
    await assert.rejects(settled(again.clock, speaking), /The speech service/);
    assert.equal(again.asked.length, 3);
    assert.equal(again.clock.pending, 0);
  });
}

const REFUSED: [what: string, answer: Answer, error: RegExp][] = [
  [
    "answers 404",
    says(404, "no such voice\n"),
    /^Error: The speech service answered 404: no such voice$/,
  ],
  ["answers 401", says(401, ""), /^Error: The speech service answered 401$/],
  [
    "sends without end",
    () =>
      Promise.resolve(
        new Response(
          new ReadableStream({
            pull: (stream) => stream.enqueue(new Uint8Array(1 << 20)),
          }),
        ),
      ),
    /^Error: The speech service broke off: over 10485760 bytes$/,
  ],
];

for (const [what, answer, error] of REFUSED) {
  Deno.test(`a service that ${what} is asked once`, async () => {
    const { asked, engine } = service(answer);
    await assert.rejects(engine.speak(WORDS, NEVER), error);
    assert.equal(asked.length, 1);
  });
}

Deno.test("what a service is called by is told to nobody", async () => {
  const { clock, engine } = service(unreachable, unreachable, unreachable);
  const speaking = settled(clock, engine.speak(WORDS, NEVER));
  await assert.rejects(speaking, (error: Error) => {
    assert.equal(
      error.message,
      "The speech service cannot be reached: error sending request: refused",
    );
    return true;
  });
});

Deno.test("a service that does not answer is left after 10 s, and asked again", async () => {
  const left: boolean[] = [];
  const silent: Answer = ({ signal }) =>
    new Promise((_, reject) =>
      signal?.addEventListener("abort", () => {
        left.push(true);
        reject(new Error("aborted"));
      })
    );
  const { clock, asked, engine } = service(silent);
  const file = await settled(clock, engine.speak(WORDS, NEVER));
  assert.equal(file.length, 3);
  assert.deepEqual(left, [true]);
  assert.equal(asked.length, 2);
  assert.equal(clock.now(), 10_300);
});

Deno.test("one that nobody waits for any more is not asked again", async () => {
  const { clock, asked, engine } = service(says(503, ""));
  const given = new AbortController();
  const speaking = engine.speak(WORDS, given.signal);
  given.abort();
  await assert.rejects(speaking, /503/);
  assert.equal(asked.length, 1);
  assert.equal(clock.pending, 0);
});

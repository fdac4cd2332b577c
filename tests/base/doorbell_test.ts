import assert from "node:assert/strict";
import { Doorbell } from "../../runtime/base/doorbell.ts";

/** Long enough that a sleep that nobody ends would be noticed. */
const LONG = 60_000;

Deno.test("who has read all that was posted sleeps", () => {
  const bell = new Doorbell();
  assert.equal(bell.sleep(0), true);
  bell.ring();
  bell.ring();
  assert.equal(bell.sleep(LONG), false);
  bell.answer();
  assert.equal(bell.sleep(LONG), false);
  bell.answer();
  assert.equal(bell.sleep(0), true);
});

Deno.test("a message that is left wakes nobody and is found at the end of the sleep", async () => {
  const bell = new Doorbell();
  const code = `onmessage = ({ data }) => {
    Atomics.add(new Int32Array(data), 0, 1);
    postMessage("left");
  }`;
  const worker = new Worker(
    `data:text/javascript,${encodeURIComponent(code)}`,
    { type: "module" },
  );
  const left = new Promise((heard) => worker.onmessage = heard);
  worker.postMessage(bell.shared);
  while (bell.sleep(1));
  await left;
  assert.equal(bell.sleep(LONG), false);
  bell.answer();
  assert.equal(bell.sleep(0), true);
  worker.terminate();
});

Deno.test("a message that is read before its ring is waited for no more", () => {
  const bell = new Doorbell();
  bell.answer();
  assert.equal(bell.sleep(0), true);
  bell.ring();
  assert.equal(bell.sleep(0), true);
  bell.ring();
  assert.equal(bell.sleep(LONG), false);
});

Deno.test("a message that is lost on its way does not keep it awake for ever", () => {
  const bell = new Doorbell();
  bell.ring();
  let turns = 0;
  while (!bell.sleep(0)) turns++;
  assert.ok(turns > 100, `${turns}`);
  bell.ring();
  assert.equal(bell.sleep(LONG), false);
  bell.answer();
  assert.equal(bell.sleep(0), true);
});

Deno.test("whoever rings in another thread wakes it", async () => {
  const bell = new Doorbell();
  const code = `onmessage = ({ data }) => {
    postMessage("asleep");
    const bell = new Int32Array(data);
    postMessage(Atomics.wait(bell, 0, 0, ${LONG}));
  }`;
  const worker = new Worker(
    `data:text/javascript,${encodeURIComponent(code)}`,
    {
      type: "module",
    },
  );
  const said = () =>
    new Promise((heard) => worker.onmessage = ({ data }) => heard(data));
  worker.postMessage(bell.shared);
  assert.equal(await said(), "asleep");
  const woken = said();
  bell.ring();
  // Had it not slept yet, it finds that something was posted
  assert.ok(["ok", "not-equal"].includes(`${await woken}`));
  worker.terminate();
});

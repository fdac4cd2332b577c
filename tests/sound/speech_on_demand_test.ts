import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Speaker } from "../../runtime/sound/speaker.ts";
import { SpeechOnDemand } from "../../runtime/sound/speech_on_demand.ts";
import { FakeGate } from "../support/fake_gate.ts";

/** @param first is there before all others */
function desk(...first: Speaker[]) {
  const clock = new HandClock();
  const state = { started: 0, closed: 0 };
  const gate = new FakeGate();
  const speech = new SpeechOnDemand(() => {
    const given = first.shift();
    if (given) return given;
    state.started++;
    const say = (voice: string, text: string) =>
      gate.pass().then(() => {
        if (voice === "none") throw new Error("no such voice");
        return Int16Array.of(text.length);
      });
    return { say, close: () => void state.closed++ };
  }, clock);
  return { clock, state, gate, speech };
}

Deno.test("nothing is started before there is something to say", async () => {
  const { state, speech } = desk();
  assert.equal(state.started, 0);
  assert.deepEqual([...await speech.say("cmn", "ab")], [2]);
  speech.close();
  assert.deepEqual(state, { started: 1, closed: 1 });
});

Deno.test("a minute after its last text it ends, and begins again", async () => {
  const { clock, state, speech } = desk();
  await speech.say("cmn", "a");
  clock.wind(59_000);
  await speech.say("cmn", "b");
  clock.wind(59_999);
  assert.deepEqual(state, { started: 1, closed: 0 });
  clock.wind(1);
  assert.deepEqual(state, { started: 1, closed: 1 });
  await speech.say("cmn", "c");
  assert.equal(state.started, 2);
  speech.close();
  assert.equal(clock.pending, 0);
});

Deno.test("it does not end while something is still being said", async () => {
  const { clock, state, gate, speech } = desk();
  gate.shut();
  const saying = ["a", "b"].map((text) => speech.say("cmn", text));
  clock.wind(600_000);
  assert.equal(state.closed, 0);
  gate.open();
  await Promise.all(saying);
  clock.wind(60_000);
  assert.equal(state.closed, 1);
});

Deno.test("a failure is told, and ends nothing", async () => {
  const { clock, state, speech } = desk();
  await assert.rejects(speech.say("none", "a"), /no such voice/);
  await speech.say("cmn", "a");
  assert.deepEqual(state, { started: 1, closed: 0 });
  speech.close();
  assert.equal(clock.pending, 0);
});

Deno.test("one that has crashed is replaced when there is something to say", async () => {
  const crashed = {
    isLost: true,
    say: () => Promise.reject(new Error("it has crashed")),
    close: () => void (closed = true),
  };
  let closed = false;
  const { speech } = desk(crashed);
  await assert.rejects(speech.say("cmn", "a"), /crashed/);
  assert.deepEqual([...await speech.say("cmn", "ab")], [2]);
  assert.equal(closed, true);
  speech.close();
});

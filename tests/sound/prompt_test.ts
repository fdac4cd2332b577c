import assert from "node:assert/strict";
import type { Playing } from "../../runtime/media/media.ts";
import { Prompt } from "../../runtime/sound/prompt.ts";
import { FakeSound } from "../support/fake_sound.ts";

/** A player that writes down what it is told; a playing ends by hand. */
function deck() {
  const played: (readonly [readonly number[], number | null])[] = [];
  const running: (() => void)[] = [];
  const player: Playing = {
    play(sounds, rounds, ended) {
      played.push([sounds, rounds]);
      running.push(ended);
      return () => void running.splice(running.indexOf(ended), 1);
    },
  };
  return { player, played, running };
}

/** What a prompt has told so far. */
function ear() {
  const told: string[] = [];
  const played = () => void told.push("played");
  const failed = (error: unknown) => void told.push(`failed: ${error}`);
  return { told, played, failed };
}

Deno.test("a list is loaded once, and played as one without a gap", async () => {
  const sound = new FakeSound();
  const { player, played, running } = deck();
  const prompt = new Prompt({ sound, player }, ["a.wav", "b.wav", "a.wav"]);
  const listener = ear();
  await prompt.play(2, listener);
  assert.deepEqual(played, [[[1, 2, 3], 2]]);
  running[0]();
  assert.deepEqual(listener.told, ["played"]);
  await prompt.play(null, listener);
  assert.deepEqual(played.slice(1), [[[1, 2, 3], null]]);
  assert.deepEqual(sound.loads, ["a.wav", "b.wav", "a.wav"]);
  prompt.close();
  await null;
  assert.deepEqual([sound.held, running], [0, []]);
  assert.equal(listener.told.length, 1);
});

Deno.test("nothing is heard of a list of which one cannot be played", async () => {
  const sound = new FakeSound();
  const { player, played } = deck();
  const list = ["a.wav", "missing.wav", "missing2.wav", "b.wav"];
  const prompt = new Prompt({ sound, player }, list);
  const listener = ear();
  await prompt.play(1, listener);
  assert.match(listener.told.join(), /^failed: .*No file$/);
  prompt.close();
  await null;
  assert.deepEqual([sound.held, played], [0, []]);
});

Deno.test("a list of nothing is played, but not before play returns", async () => {
  const sound = new FakeSound();
  const { player, played } = deck();
  const listener = ear();
  const playing = new Prompt({ sound, player }, []).play(5, listener);
  assert.deepEqual(listener.told, []);
  await playing;
  assert.deepEqual([listener.told, played], [["played"], []]);
});

for (const way of ["stop", "close"] as const) {
  Deno.test(`${way} while a list is loaded leaves silence`, async () => {
    const sound = new FakeSound();
    const { player, played } = deck();
    const prompt = new Prompt({ sound, player }, ["a.wav", "b.wav"]);
    const listener = ear();
    sound.loading.shut();
    const playing = prompt.play(1, listener);
    prompt[way]();
    sound.loading.open();
    await playing;
    assert.deepEqual([played, listener.told], [[], []]);
    prompt.close();
    await null;
    assert.equal(sound.held, 0);
  });
}

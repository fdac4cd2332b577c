import assert from "node:assert/strict";
import type { Ended } from "../../runtime/media/endings.ts";
import type { Playing } from "../../runtime/media/media.ts";
import { Prompt } from "../../runtime/sound/prompt.ts";
import { FakeSound } from "../support/fake_sound.ts";

/** A player that writes down what it is told; a playing ends by hand. */
function deck() {
  const played: (readonly [readonly number[], number | null])[] = [];
  const running: Ended[] = [];
  const begun = Promise.withResolvers<void>();
  const player: Playing = {
    play(sounds, rounds, ended) {
      played.push([sounds, rounds]);
      running.push(ended);
      begun.resolve();
      return () => void running.splice(running.indexOf(ended), 1);
    },
  };
  return { player, played, running, begun: begun.promise };
}

/** What a prompt has told so far. */
function ear() {
  const told: string[] = [];
  const played = () => void told.push("played");
  const failed = (reason: string) => void told.push(`failed: ${reason}`);
  return { told, played, failed };
}

Deno.test("a list is loaded once, and played as one without a gap", async () => {
  const sound = new FakeSound();
  const { player, played, running } = deck();
  const prompt = new Prompt({ sound, player }, ["a.wav", "b.wav", "a.wav"]);
  const listener = ear();
  await prompt.play(2, listener);
  assert.deepEqual(played, [[[1, 2, 3], 2]]);
  running[0](null);
  assert.deepEqual(listener.told, ["played"]);
  await prompt.play(null, listener);
  assert.deepEqual(played.slice(1), [[[1, 2, 3], null]]);
  assert.deepEqual(sound.loads, ["a.wav", "b.wav", "a.wav"]);
  prompt.close();
  await null;
  assert.deepEqual([sound.held, running], [0, []]);
  assert.equal(listener.told.length, 1);
});

Deno.test("a list of which one cannot be played falls silent as soon as that shows", async () => {
  const sound = new FakeSound();
  const { player, running } = deck();
  const list = ["a.wav", "missing.wav", "missing2.wav", "b.wav"];
  const prompt = new Prompt({ sound, player }, list);
  const listener = ear();
  await prompt.play(1, listener);
  assert.deepEqual([listener.told, running], [["failed: No file"], []]);
  prompt.close();
  await null;
  assert.equal(sound.held, 0);
});

Deno.test("nothing is heard of a list of which the first cannot be played", async () => {
  const sound = new FakeSound();
  const { player, played } = deck();
  const prompt = new Prompt({ sound, player }, ["missing.wav", "a.wav"]);
  const listener = ear();
  await prompt.play(1, listener);
  assert.deepEqual([listener.told, played], [["failed: No file"], []]);
  prompt.close();
  await null;
  assert.equal(sound.held, 0);
});

Deno.test("a list is heard as soon as its first sound is there", async () => {
  const sound = new FakeSound();
  const { player, played, begun } = deck();
  const prompt = new Prompt({ sound, player }, ["a.wav", "slow.wav"]);
  const slow = Promise.withResolvers<void>();
  sound.slow = slow.promise;
  const listener = ear();
  const playing = prompt.play(1, listener);
  await begun;
  assert.deepEqual(played, [[[1, 2], 1]]);
  slow.resolve();
  await playing;
  assert.deepEqual(listener.told, []);
  prompt.close();
});

Deno.test("a sound that breaks in the middle fails, with the words of the player", async () => {
  const sound = new FakeSound();
  const { player, running } = deck();
  const prompt = new Prompt({ sound, player }, ["a.wav"]);
  const listener = ear();
  await prompt.play(null, listener);
  running[0]("the file is cut off");
  assert.deepEqual(listener.told, ["failed: the file is cut off"]);
  assert.deepEqual(running, []);
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

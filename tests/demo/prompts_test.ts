import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { SILENT } from "../../runtime/base/log.ts";
import { preparePrompts } from "../../runtime/demo/prompts.ts";
import { partOfSign } from "../../runtime/sound/reading/language.ts";
import type { Speaker } from "../../runtime/sound/speaker.ts";
import { KEYS, PHRASES, textsOf } from "../../runtime/demo/texts.ts";

const ALL = PHRASES.length + KEYS.length;

async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const data = await Deno.makeTempDir();
  await work(join(data, "prompts", "zh-CN"));
  await Deno.remove(data, { recursive: true });
}

function prepare(folder: string, say: Speaker["say"]) {
  const state = { started: 0, closed: 0 };
  const speaker = () => {
    state.started++;
    return { say, close: () => void state.closed++ };
  };
  const texts = textsOf("zh-CN");
  const prompts = preparePrompts({ folder, texts, speaker, log: SILENT });
  return { state, prompts };
}

const spoken = () => Promise.resolve(new Int16Array(160).fill(1000));

for (const language of ["zh-CN", "en-US"]) {
  Deno.test(`${language} has a text for every phrase and every key`, () => {
    const texts = textsOf(language);
    assert.deepEqual(Object.keys(texts.phrases).sort(), [...PHRASES].sort());
    const keys = [...KEYS].map((key) => texts.language.parts[partOfSign(key)]);
    const words = [...Object.values(texts.phrases), ...keys];
    assert.equal(words.every((word) => word.trim() !== ""), true);
    assert.equal(new Set(words).size, ALL);
    assert.notEqual(texts.message, "");
  });
}

Deno.test("every prompt is spoken once, and the speech is ended", () =>
  inFolder(async (folder) => {
    const texts: string[] = [];
    const { state, prompts } = prepare(folder, (_voice, text) => {
      texts.push(text);
      return spoken();
    });
    const file = (await prompts).phrase("greeting");
    assert.equal((await Deno.stat(file)).size, 44 + 2 * (160 + 960));
    assert.equal(texts.length, ALL);
    assert.deepEqual(state, { started: 1, closed: 1 });
  }));

Deno.test("prompts that exist already start no speech", () =>
  inFolder(async (folder) => {
    await prepare(folder, spoken).prompts;
    const again = prepare(folder, spoken);
    await again.prompts;
    assert.equal(again.state.started, 0);
  }));

Deno.test("only what is missing is spoken", () =>
  inFolder(async (folder) => {
    const prompts = await prepare(folder, spoken).prompts;
    await Deno.remove(prompts.key("5"));
    const texts: string[] = [];
    await prepare(folder, (_voice, text) => {
      texts.push(text);
      return spoken();
    }).prompts;
    assert.deepEqual(texts, ["五"]);
  }));

Deno.test("without a speech package tones stand in, each its own", () =>
  inFolder(async (folder) => {
    const { state, prompts } = prepare(
      folder,
      () => Promise.reject(new Error("no package")),
    );
    const at = await prompts;
    const files = [...PHRASES.map(at.phrase), ...[...KEYS].map(at.key)];
    const sounds = await Promise.all(files.map((file) => Deno.readFile(file)));
    assert.equal(new Set(sounds.map(String)).size, ALL);
    assert.equal(basename(join(files[0], "..")), "tones");
    assert.equal(state.closed, 1);
  }));

Deno.test("once the package is there, speech replaces the tones", () =>
  inFolder(async (folder) => {
    await prepare(folder, () => Promise.reject(new Error("none"))).prompts;
    const at = await prepare(folder, spoken).prompts;
    assert.equal(at.phrase("greeting"), join(folder, "greeting.wav"));
  }));

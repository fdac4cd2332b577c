import { join } from "node:path";
import type { Log } from "../base/log.ts";
import { type Core, loadCore } from "../core/mod.ts";
import { KEYS, type Phrase, PHRASES, type Texts } from "./texts.ts";
import { keyTone, phraseTone } from "./tones.ts";
import { partOfSign } from "../sound/reading/language.ts";
import type { Speaker } from "../sound/speaker.ts";
import { wavOf } from "../sound/wav.ts";
import { writeWhole } from "../sound/write_whole.ts";

/** Where the files of the prompts are. */
export interface Prompts {
  phrase(phrase: Phrase): string;
  /** What reads one of `KEYS`. */
  key(key: string): string;
}

export interface PromptSource {
  /** Its folder of files, such as `prompts/demo/zh-CN`. */
  readonly folder: string;
  readonly texts: Texts;
  /** Starts what speaks, when there is something to say. */
  readonly speaker: () => Speaker;
  readonly log: Log;
}

interface Prompt {
  readonly file: string;
  text(texts: Texts): string;
  /** What stands in for it where nothing can speak. */
  tone(core: Core): Int16Array;
}

const PROMPTS: readonly Prompt[] = [
  ...PHRASES.map((phrase): Prompt => ({
    file: `${phrase}.wav`,
    text: ({ phrases }) => phrases[phrase],
    tone: (core) => phraseTone(core, phrase),
  })),
  ...[...KEYS].map((key): Prompt => ({
    file: keyFile(key),
    text: ({ language }) => language.parts[partOfSign(key)],
    tone: (core) => keyTone(core, key),
  })),
];
/** Silence behind each prompt, 120 ms: words of a row stay apart. */
const REST = 960;

/**
 * Speaks every prompt that has no file yet, once for all starts to come. Where
 * nothing can speak, tones stand in, in a folder of their own.
 */
export async function preparePrompts(source: PromptSource): Promise<Prompts> {
  const { folder, log } = source;
  const missing = await missingIn(folder);
  if (missing.length === 0) return promptsIn(folder);
  try {
    await speak(missing, source);
    log.info("Demo prompts spoken", { folder, prompts: missing.length });
    return promptsIn(folder);
  } catch (error) {
    log.warn("No speech for the demo: tones instead", { error: `${error}` });
    return await tonePrompts(join(folder, "..", "tones"));
  }
}

async function tonePrompts(folder: string): Promise<Prompts> {
  const core = await loadCore();
  for (const { file, tone } of await missingIn(folder)) {
    await write(join(folder, file), tone(core));
  }
  return promptsIn(folder);
}

function promptsIn(folder: string): Prompts {
  return {
    phrase: (phrase) => join(folder, `${phrase}.wav`),
    key: (key) => join(folder, keyFile(key)),
  };
}

function keyFile(key: string): string {
  return `key_${partOfSign(key)}.wav`;
}

async function missingIn(folder: string): Promise<Prompt[]> {
  await Deno.mkdir(folder, { recursive: true });
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const files = new Set(entries.map(({ name }) => name));
  return PROMPTS.filter(({ file }) => !files.has(file));
}

async function speak(
  prompts: readonly Prompt[],
  { folder, texts, speaker }: PromptSource,
): Promise<void> {
  const speech = speaker();
  try {
    for (const { file, text } of prompts) {
      await write(
        join(folder, file),
        await speech.say(texts.language.voice, text(texts)),
      );
    }
  } finally {
    speech.close();
  }
}

async function write(path: string, sound: Int16Array): Promise<void> {
  const samples = new Int16Array(sound.length + REST);
  samples.set(sound);
  await writeWhole(path, wavOf(samples));
}

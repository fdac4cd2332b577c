import { join } from "node:path";
import type { Log } from "../base/log.ts";
import { loadCore } from "../core/mod.ts";
import { KEYS, type Phrase, PHRASES, type Texts } from "./texts.ts";
import { tonePrompt } from "./tones.ts";
import { wavOf } from "./wav.ts";

/** A phrase, or one of `KEYS`. */
export type PromptName = Phrase | (string & Record<never, never>);

/** Where the file of a prompt is. */
export type Prompts = (name: PromptName) => string;

/** Speaks a text at 8 kHz; see `Speech`. */
export interface Speaker {
  say(text: string): Promise<Int16Array>;
  close(): void;
}

export interface PromptSource {
  /** Its folder of files, such as `prompts/demo/zh-CN`. */
  readonly folder: string;
  readonly texts: Texts;
  /** Starts what speaks, when there is something to say. */
  readonly speaker: () => Speaker;
  readonly log: Log;
}

const NAMES: readonly PromptName[] = [...PHRASES, ...KEYS];
/** Keys whose sign should not stand in a file name. */
const SIGNS: Readonly<Record<string, string>> = { "*": "star", "#": "pound" };
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
    await speakAll(source, missing);
    log.info("Demo prompts spoken", { folder, prompts: missing.length });
    return promptsIn(folder);
  } catch (error) {
    log.warn("No speech for the demo: tones instead", { error: `${error}` });
    return await tonePrompts(join(folder, "..", "tones"));
  }
}

async function tonePrompts(folder: string): Promise<Prompts> {
  const core = await loadCore();
  for (const name of await missingIn(folder)) {
    await write(promptsIn(folder)(name), tonePrompt(core, name));
  }
  return promptsIn(folder);
}

function promptsIn(folder: string): Prompts {
  return (name) => join(folder, `${fileName(name)}.wav`);
}

function fileName(name: PromptName): string {
  return KEYS.includes(name) ? `key_${SIGNS[name] ?? name}` : name;
}

async function missingIn(folder: string): Promise<PromptName[]> {
  await Deno.mkdir(folder, { recursive: true });
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const files = new Set(entries.map((entry) => entry.name));
  return NAMES.filter((name) => !files.has(`${fileName(name)}.wav`));
}

async function speakAll(
  { folder, texts, speaker }: PromptSource,
  names: readonly PromptName[],
): Promise<void> {
  const speech = speaker();
  const texted: Readonly<Record<string, string>> = {
    ...texts.phrases,
    ...texts.keys,
  };
  try {
    for (const name of names) {
      await write(promptsIn(folder)(name), await speech.say(texted[name]));
    }
  } finally {
    speech.close();
  }
}

/** A file is there whole or not at all: the next start must not trust half. */
async function write(path: string, sound: Int16Array): Promise<void> {
  const samples = new Int16Array(sound.length + REST);
  samples.set(sound);
  await Deno.writeFile(`${path}.part`, wavOf(samples));
  await Deno.rename(`${path}.part`, path);
}

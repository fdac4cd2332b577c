import { join } from "node:path";
import { CtiError } from "../base/fault.ts";
import { milliseconds, type SampleCount, samplesIn } from "../base/units.ts";
import type { LanguageName, Reading, Speech } from "../media/content.ts";
import { joined } from "./joined.ts";
import { LANGUAGES } from "./reading/languages.ts";
import { read } from "./reading/read.ts";
import { type Samples, shared, type SoundCache } from "./sound_cache.ts";
import type { Speaker } from "./speaker.ts";
import { SpokenFiles } from "./spoken_files.ts";

/** Below the data folder. */
const SPOKEN = "speech";
/** 9 hours at 16 bits. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Signs that are read one by one stay apart; the words of a number do not. */
const APART = samplesIn(milliseconds(100));
const TOGETHER = 0 as SampleCount;
/** Silence behind a text, so that the next item does not interrupt it. */
const REST = samplesIn(milliseconds(120));

export interface VoiceParts {
  readonly dataDir: string;
  /** In which texts are read that do not name another. */
  readonly language: LanguageName;
  readonly cache: SoundCache;
  readonly speaker: Pick<Speaker, "say">;
  /** How much of what was spoken is kept; 9 hours unless told. */
  readonly mostBytes?: number;
  /** The file that has this name among the prompts; null where there is none. */
  findPrompt(name: string): Promise<string | null>;
}

/**
 * Reads texts aloud. Each part of a reading is a recording below
 * `prompts/voice/LANGUAGE` where there is one, and is spoken otherwise, once.
 */
export class Voice {
  readonly #parts: VoiceParts;
  readonly #files: SpokenFiles;
  /** Being spoken now, by path: many calls may ask at once. */
  readonly #speaking = new Map<string, Promise<Samples>>();

  constructor(parts: VoiceParts) {
    this.#parts = parts;
    const { dataDir, mostBytes = MOST_BYTES } = parts;
    this.#files = new SpokenFiles(join(dataDir, SPOKEN), mostBytes);
  }

  /** @throws {CtiError} `badParams` for a text that cannot be read so */
  async say(item: Reading | Speech): Promise<Samples> {
    const language = item.language ?? this.#parts.language;
    if ("read" in item) return await this.#read(item, language);
    const spoken = await this.#spoken(LANGUAGES[language].voice, item.speak);
    return shared(joined([new Int16Array(spoken)], TOGETHER, REST));
  }

  async #read(
    { read: kind, text }: Reading,
    language: LanguageName,
  ): Promise<Samples> {
    const names = read(kind, text, LANGUAGES[language]);
    if (!names) {
      const shown = JSON.stringify(text);
      throw new CtiError("badParams", `Cannot read ${shown} as ${kind}`);
    }
    const sounds = await this.#sounds(language, new Set(names));
    const parts = names.map((name) => new Int16Array(sounds[name]));
    return shared(joined(parts, kind === "digits" ? APART : TOGETHER, REST));
  }

  async #sounds(
    language: LanguageName,
    names: ReadonlySet<string>,
  ): Promise<Readonly<Record<string, Samples>>> {
    const loading = [...names].map(async (name) => {
      return [name, await this.#part(language, name)] as const;
    });
    return Object.fromEntries(await Promise.all(loading));
  }

  async #part(language: LanguageName, name: string): Promise<Samples> {
    const { cache, findPrompt } = this.#parts;
    const recorded = await findPrompt(join("voice", language, `${name}.wav`));
    if (recorded !== null) return await cache.load(recorded);
    const { voice, parts } = LANGUAGES[language];
    return await this.#spoken(voice, parts[name]);
  }

  #spoken(voice: string, text: string): Promise<Samples> {
    const path = this.#files.path(voice, text);
    const underWay = this.#speaking.get(path);
    if (underWay) return underWay;
    const speaking = this.#find(path)
      .then((found) => found ?? this.#speak(path, voice, text))
      .finally(() => this.#speaking.delete(path));
    this.#speaking.set(path, speaking);
    return speaking;
  }

  /** A file that somebody has broken is spoken again, as one that is gone. */
  async #find(path: string): Promise<Samples | null> {
    try {
      const samples = await this.#parts.cache.load(path);
      this.#files.use(path);
      return samples;
    } catch {
      return null;
    }
  }

  /** What cannot be kept, on a full disk say, is spoken again the next time. */
  async #speak(path: string, voice: string, text: string): Promise<Samples> {
    const samples = await this.#parts.speaker.say(voice, text);
    await this.#files.keep(path, samples).catch(() => {});
    return shared(samples);
  }
}

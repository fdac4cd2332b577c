import { join } from "node:path";
import { CtiError } from "../base/fault.ts";
import { UnderWay } from "../base/under_way.ts";
import { milliseconds, type SampleCount, samplesIn } from "../base/units.ts";
import type { LanguageName, Reading, Speech, Words } from "../media/content.ts";
import { joined } from "./joined.ts";
import { LANGUAGES } from "./reading/languages.ts";
import { read } from "./reading/read.ts";
import { type Samples, shared } from "./samples.ts";
import type { SoundCache } from "./sound_cache.ts";
import type { SoundSource } from "./source.ts";
import type { Synthesizer } from "./speech/synthesizer.ts";
import { SpokenFiles } from "./spoken_files.ts";
import { StudioParts } from "./studio_parts.ts";
import { wholeSource } from "./whole_source.ts";

/** Below the data folder. */
const SPOKEN = "speech";
/** Among the prompts. */
const STUDIO = "voice";
/** 9 hours at 16 bits. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Signs that are read one by one stay apart; the words of a number do not. */
const APART = samplesIn(milliseconds(100));
const TOGETHER = 0 as SampleCount;
/** Silence behind a text, so that the next item does not interrupt it. */
const REST = samplesIn(milliseconds(120));
/** Nobody speaks so long in one sentence. */
const LONGEST = samplesIn(milliseconds(600_000));
/** Between two sentences. */
const PAUSE = samplesIn(milliseconds(300));

export interface VoiceParts {
  readonly dataDir: string;
  /** In which texts are read that do not name another. */
  readonly language: LanguageName;
  readonly cache: SoundCache;
  readonly synthesizer: Pick<Synthesizer, "speak">;
  /** The folder of what is spoken now; that of eSpeak NG unless told. */
  readonly speechEngine?: string;
  /** How much of what was spoken is kept; 9 hours unless told. */
  readonly mostBytes?: number;
  /** The file that has this name among the prompts; null where there is none. */
  findPrompt(name: string): Promise<string | null>;
  /** Opens a sound file that lies in memory. */
  openBytes(name: string, file: Uint8Array): Promise<SoundSource>;
}

/**
 * Reads texts aloud. Each part of a reading is a recording below
 * `prompts/voice/LANGUAGE` where there is one, and is spoken otherwise, once.
 */
export class Voice {
  readonly #parts: VoiceParts;
  readonly #files: SpokenFiles;
  readonly #studio: StudioParts;
  /** Being spoken now, by path: many calls may ask at once. */
  readonly #speaking = new UnderWay<Samples>();

  constructor(parts: VoiceParts) {
    this.#parts = parts;
    const { dataDir, speechEngine = "espeak-ng", mostBytes = MOST_BYTES } =
      parts;
    this.#studio = new StudioParts(join(dataDir, "prompts", STUDIO));
    const folder = join(dataDir, SPOKEN);
    this.#files = new SpokenFiles(folder, speechEngine, mostBytes);
  }

  /** @throws {CtiError} `badParams` for a text that cannot be read so */
  async say(item: Reading | Speech): Promise<Samples> {
    const language = item.language ?? this.#parts.language;
    if ("read" in item) return await this.#read(item, language);
    const spoken = await this.#spoken(language, item.speak);
    const rest = item.goesOn ? PAUSE : REST;
    return shared(joined([new Int16Array(spoken)], TOGETHER, rest));
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
    const file = await this.#studio.file(language, name);
    const recorded = file && await findPrompt(join(STUDIO, language, file));
    if (recorded) return await cache.load(recorded);
    return await this.#spoken(language, LANGUAGES[language].parts[name]);
  }

  #spoken(language: LanguageName, text: string): Promise<Samples> {
    const words = { text, language, voice: LANGUAGES[language].voice };
    const path = this.#files.path(words);
    return this.#speaking.do(path, async () => {
      return await this.#find(path) ?? await this.#speak(path, words);
    });
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
  async #speak(path: string, words: Words): Promise<Samples> {
    const { synthesizer, openBytes } = this.#parts;
    const file = await synthesizer.speak(words);
    const source = await openBytes(`speech of ${words.text}`, file);
    const samples = await wholeSource(source, LONGEST);
    await this.#files.keep(path, file).catch(() => {});
    return shared(samples);
  }
}

import { collectGarbage } from "../base/garbage.ts";
import type { Core } from "../core/mod.ts";
import type { SoundId } from "../media/messages.ts";
import type {
  FromSound,
  MediaToSound,
  SoundSettings,
  SoundToMedia,
  ToSound,
} from "../media/sound_messages.ts";
import { decodeSound } from "./decode.ts";
import { DistantSynthesizer } from "./distant_synthesizer.ts";
import { faultOf } from "./fault.ts";
import type { FetchedFiles } from "./fetched/fetched_files.ts";
import { isUrl } from "./fetched/sound_hosts.ts";
import { Paths } from "./paths.ts";
import type { WritableFile } from "./recording_file.ts";
import { Recordings } from "./recordings.ts";
import { type Samples, SoundCache } from "./sound_cache.ts";
import { openBytes } from "./source.ts";
import { Voice } from "./voice.ts";

/** Decoded sounds that are kept: 2 h 19 min at 8 kHz. */
const CACHE_BYTES = 128 * 1024 * 1024;

export interface SoundSurroundings {
  readonly settings: SoundSettings;
  readonly core: Core;
  /** Creates a file, or empties the one that is there. */
  createFile(path: string): Promise<WritableFile>;
  /** The files of other servers; where it is left out there are none. */
  readonly fetched?: Pick<FetchedFiles, "path">;
  /** To the control thread. */
  report(message: FromSound): void;
  /** To the media thread. */
  supply(message: SoundToMedia): void;
}

/** The sound thread: reads what is played, writes what is recorded. */
export class SoundThread {
  readonly #around: SoundSurroundings;
  readonly #paths: Paths;
  readonly #cache: SoundCache;
  readonly #recordings: Recordings;
  readonly #synthesizer: DistantSynthesizer;
  readonly #voice: Voice;

  private constructor(
    around: SoundSurroundings,
    paths: Paths,
    recordings: Recordings,
  ) {
    this.#around = around;
    this.#paths = paths;
    this.#recordings = recordings;
    this.#cache = new SoundCache(
      (name, file) => decodeSound(name, file, around.core),
      CACHE_BYTES,
    );
    this.#synthesizer = new DistantSynthesizer((question) =>
      around.report(question)
    );
    this.#voice = new Voice({
      ...around.settings,
      language: around.settings.language ?? "zh-CN",
      cache: this.#cache,
      synthesizer: this.#synthesizer,
      findPrompt: (name) => paths.prompt(name),
      openBytes: (name, file) => openBytes(name, file, around.core),
    });
  }

  /** Completes the recordings that a crash has left. */
  static async open(around: SoundSurroundings): Promise<SoundThread> {
    const paths = await Paths.open(around.settings);
    const recordings = await Recordings.open({ ...around, paths });
    return new SoundThread(around, paths, recordings);
  }

  /** A message of the control thread. */
  async obey(message: ToSound): Promise<void> {
    switch (message.type) {
      case "start":
        return;
      case "load":
        return await this.#load(message.sound, async () => {
          return await this.#cache.load(await this.#pathOf(message.path));
        });
      case "say":
        return await this.#load(
          message.sound,
          () => this.#voice.say(message.item),
        );
      case "spoken":
      case "notSpoken":
        return this.#synthesizer.hear(message);
      case "unload":
        return this.#around.supply({ type: "forget", sound: message.sound });
      case "create":
        return await this.#recordings.create(message);
      case "collectGarbage":
        this.#recordings.forget();
        return collectGarbage();
      case "stop":
        return await this.#stop();
    }
  }

  #pathOf(name: string): Promise<string> {
    const { fetched } = this.#around;
    return fetched && isUrl(name)
      ? fetched.path(name)
      : this.#paths.toPlay(name);
  }

  /** A message of the media thread. */
  take(message: MediaToSound): void {
    this.#recordings.take(message);
  }

  async #load(sound: SoundId, load: () => Promise<Samples>): Promise<void> {
    const { report, supply } = this.#around;
    try {
      const samples = await load();
      supply({ type: "sound", sound, samples });
      report({ type: "loaded", sound, samples: samples.byteLength / 2 });
    } catch (error) {
      report({ type: "notLoaded", sound, ...faultOf(error) });
    }
  }

  async #stop(): Promise<void> {
    await this.#recordings.finishAll();
    this.#around.report({ type: "stopped" });
  }
}

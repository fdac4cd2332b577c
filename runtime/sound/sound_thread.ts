import { collectGarbage } from "../base/garbage.ts";
import type { Core } from "../core/mod.ts";
import type {
  FromSound,
  MediaToSound,
  SoundSettings,
  SoundToMedia,
  ToSound,
} from "../media/sound_messages.ts";
import { DistantSynthesizer } from "./distant_synthesizer.ts";
import type { FetchedFiles } from "./fetched/fetched_files.ts";
import { isUrl, plainUrl } from "./fetched/sound_hosts.ts";
import type { HeldSound } from "./held_sound.ts";
import { Loads } from "./loads.ts";
import { Paths } from "./paths.ts";
import type { WritableFile } from "./recording_file.ts";
import { Recordings } from "./recordings.ts";
import { SoundCache } from "./sound_cache.ts";
import { openBytes, openSource } from "./source.ts";
import { Turns } from "./turns.ts";
import { Voice } from "./voice.ts";
import { WholeSound } from "./whole_sound.ts";

/** Decoded sounds that are kept unless told: 2 h 19 min at 8 kHz. */
const CACHE_MB = 128;
const MB = 1024 * 1024;

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
  readonly #loads: Loads;
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
    this.#loads = new Loads(around);
    this.#cache = new SoundCache({
      turns: new Turns(),
      mostBytes: (around.settings.cacheMegabytes ?? CACHE_MB) * MB,
      open: (path, name) => openSource(path, around.core, name),
    });
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
        return await this.#loads.load(
          message.sound,
          () => this.#hold(message.path),
        );
      case "say":
        return await this.#loads.load(message.sound, async () => {
          return new WholeSound(await this.#voice.say(message.item));
        });
      case "spoken":
      case "notSpoken":
        return this.#synthesizer.hear(message);
      case "unload":
        return this.#loads.unload(message.sound);
      case "create":
        return await this.#recordings.create(message);
      case "collectGarbage":
        this.#recordings.forget();
        return collectGarbage();
      case "stop":
        return await this.#stop();
    }
  }

  async #hold(name: string): Promise<HeldSound> {
    const { fetched } = this.#around;
    if (!fetched || !isUrl(name)) {
      return await this.#cache.hold(await this.#paths.toPlay(name));
    }
    const path = await Deno.realPath(await fetched.path(name));
    return await this.#cache.hold(path, plainUrl(new URL(name)));
  }

  /** A message of the media thread. */
  async take(message: MediaToSound): Promise<void> {
    switch (message.type) {
      case "pull":
        return await this.#loads.pull(message);
      case "leave":
        return this.#loads.leave(message);
      default:
        return this.#recordings.take(message);
    }
  }

  async #stop(): Promise<void> {
    this.#loads.close();
    this.#cache.close();
    await this.#recordings.finishAll();
    this.#around.report({ type: "stopped" });
  }
}

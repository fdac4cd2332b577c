import { CtiError } from "../base/fault.ts";
import { collectGarbage } from "../base/garbage.ts";
import type { Core } from "../core/mod.ts";
import type { RecordingId, SoundId } from "../media/messages.ts";
import type {
  FromSound,
  MediaToSound,
  SoundFault,
  SoundSettings,
  SoundToMedia,
  ToSound,
} from "../media/sound_messages.ts";
import { decodeSound } from "./decode.ts";
import { DistantSpeaker } from "./distant_speaker.ts";
import { cannotWrite, Paths } from "./paths.ts";
import type { RecordingLayout } from "./container.ts";
import { Mp3Encoders } from "./mp3_encoder.ts";
import { openEncoder } from "./open_encoder.ts";
import { RecordingFile, type WritableFile } from "./recording_file.ts";
import { type Samples, SoundCache } from "./sound_cache.ts";
import { Voice } from "./voice.ts";

/** Decoded sounds that are kept: 2 h 19 min at 8 kHz. */
const CACHE_BYTES = 128 * 1024 * 1024;

interface OpenRecording {
  readonly file: RecordingFile;
  readonly path: string;
}

type Creation = Extract<ToSound, { type: "create" }>;

export interface SoundSurroundings {
  readonly settings: SoundSettings;
  readonly core: Core;
  /** Creates a file, or empties the one that is there. */
  createFile(path: string): Promise<WritableFile>;
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
  readonly #mp3 = new Mp3Encoders();
  readonly #speaker: DistantSpeaker;
  readonly #voice: Voice;
  readonly #recordings = new Map<RecordingId, OpenRecording>();
  /** Paths that are written to: never by two recordings at once. */
  readonly #written = new Set<string>();
  /** Files that are brought to their end now. */
  readonly #finishing = new Set<Promise<void>>();

  private constructor(around: SoundSurroundings, paths: Paths) {
    this.#around = around;
    this.#paths = paths;
    this.#cache = new SoundCache(
      (name, file) => decodeSound(name, file, around.core),
      CACHE_BYTES,
    );
    this.#speaker = new DistantSpeaker((question) => around.report(question));
    this.#voice = new Voice({
      ...around.settings,
      language: around.settings.language ?? "zh-CN",
      cache: this.#cache,
      speaker: this.#speaker,
      findPrompt: (name) => paths.prompt(name),
    });
  }

  static async open(around: SoundSurroundings): Promise<SoundThread> {
    return new SoundThread(around, await Paths.open(around.settings));
  }

  /** A message of the control thread. */
  async obey(message: ToSound): Promise<void> {
    switch (message.type) {
      case "start":
        return;
      case "load":
        return await this.#load(message.sound, async () => {
          return await this.#cache.load(await this.#paths.toPlay(message.path));
        });
      case "say":
        return await this.#load(
          message.sound,
          () => this.#voice.say(message.item),
        );
      case "spoken":
      case "notSpoken":
        return this.#speaker.hear(message);
      case "unload":
        return this.#around.supply({ type: "forget", sound: message.sound });
      case "create":
        return await this.#create(message);
      case "finish":
        return this.#finish(message.recording);
      case "collectGarbage":
        this.#mp3.forget();
        return collectGarbage();
      case "stop":
        return await this.#stop();
    }
  }

  /** A message of the media thread. */
  take(message: MediaToSound): void {
    const recording = this.#recordings.get(message.recording);
    if (!recording) return;
    if (message.type === "end") return this.#finish(message.recording);
    try {
      recording.file.append(message.samples);
    } catch (error) {
      this.#finish(message.recording, wordsOf(error));
    }
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

  async #create({ recording, path, ...layout }: Creation): Promise<void> {
    const { report } = this.#around;
    try {
      const real = await this.#paths.toRecord(path, layout.format);
      const file = await this.#openFile(path, real, layout);
      this.#recordings.set(recording, { file, path: real });
      report({ type: "created", recording });
    } catch (error) {
      report({ type: "notCreated", recording, ...faultOf(error) });
    }
  }

  async #openFile(
    name: string,
    path: string,
    layout: RecordingLayout,
  ): Promise<RecordingFile> {
    if (this.#written.has(path)) {
      throw cannotWrite(name, "another recording is being written there");
    }
    this.#written.add(path);
    try {
      return await this.#beginFile(path, layout);
    } catch (error) {
      this.#written.delete(path);
      throw cannotWrite(name, error);
    }
  }

  async #beginFile(
    path: string,
    layout: RecordingLayout,
  ): Promise<RecordingFile> {
    const { createFile, core } = this.#around;
    const encoder = await openEncoder({ core, mp3: this.#mp3 }, layout);
    try {
      const file = await createFile(path);
      return RecordingFile.begin(file, layout, encoder);
    } catch (error) {
      encoder.close();
      throw error;
    }
  }

  #finish(id: RecordingId, error: string | null = null): void {
    const recording = this.#recordings.get(id);
    if (!recording) return;
    this.#recordings.delete(id);
    const finishing = this.#complete(id, recording, error).finally(() =>
      this.#finishing.delete(finishing)
    );
    this.#finishing.add(finishing);
  }

  async #complete(
    recording: RecordingId,
    { file, path }: OpenRecording,
    earlier: string | null,
  ): Promise<void> {
    let error = earlier;
    try {
      await file.finish();
    } catch (late) {
      error ??= wordsOf(late);
    }
    this.#written.delete(path);
    const { samples, bytes } = file;
    this.#around.report({ type: "finished", recording, samples, bytes, error });
  }

  async #stop(): Promise<void> {
    for (const recording of [...this.#recordings.keys()]) {
      this.#finish(recording);
    }
    await Promise.all(this.#finishing);
    this.#around.report({ type: "stopped" });
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the caller is told; what we did not foresee is our fault, not theirs. */
function faultOf(error: unknown): { fault: SoundFault; error: string } {
  const fault = error instanceof CtiError ? error.fault : "internal";
  const known = fault === "forbiddenPath" || fault === "badParams";
  return { fault: known ? fault : "internal", error: wordsOf(error) };
}

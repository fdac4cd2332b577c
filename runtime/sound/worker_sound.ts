import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import { Thread, type ThreadKeeper, type Told } from "../base/thread.ts";
import { wordsOf } from "../base/words_of.ts";
import type { WorkerHandle } from "../base/worker_scope.ts";
import type { SoundItem } from "../media/content.ts";
import type { RecordingId, SoundId, SoundLine } from "../media/messages.ts";
import type {
  FromSound,
  RecordFormat,
  SoundFault,
  SoundSettings,
  ToSound,
} from "../media/sound_messages.ts";
import { Paths } from "./paths.ts";
import { absoluteFolders, sandbox } from "./sandbox.ts";
import type {
  LoadedSound,
  LoadingSound,
  Recording,
  RecordingOptions,
  Sound,
  SoundUse,
} from "./sound.ts";
import type { Synthesizer } from "./speech/synthesizer.ts";

/** The sound thread, and the line that the media thread is given. */
export interface StartedSound {
  readonly sound: Sound;
  readonly line: SoundLine;
}

/** For who reads files alone, such as a telephone. */
const MUTE: Synthesizer = {
  speak: () => Promise.reject(new Error("Nothing speaks here")),
  close() {},
};

/**
 * Starts the sound thread, which may touch nothing but its folders.
 * @param synthesizer what speaks texts; it is closed with the thread
 * @throws what the system says when the data folder cannot be made
 */
export async function startSound(
  settings: SoundSettings,
  keeper: ThreadKeeper,
  synthesizer: Synthesizer = MUTE,
): Promise<StartedSound> {
  const folders = absoluteFolders(settings);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    name: "sound",
    deno: { permissions: await sandbox(folders) },
  });
  const { port1, port2 } = new MessageChannel();
  const paths = await Paths.open(folders);
  const sound = new WorkerSound(worker, keeper, paths, synthesizer);
  const bell = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  await sound.start(folders, port1, bell);
  return { sound, line: { port: port2, bell } };
}

/** What a recording came to. */
type Outcome = Awaited<Recording["finished"]>;
type ToBeSpoken = Extract<FromSound, { type: "speak" }>;

/** The sound thread as the control thread holds it. */
export class WorkerSound implements Sound {
  readonly #thread: Thread<ToSound, FromSound>;
  readonly #paths: Pick<Paths, "check">;
  readonly #synthesizer: Synthesizer;
  readonly #log: Log;
  readonly #loading = new Map<SoundId, PromiseWithResolvers<LoadedSound>>();
  readonly #finishing = new Map<RecordingId, PromiseWithResolvers<Outcome>>();
  /** Who is told of silence in a recording. */
  readonly #listening = new Map<RecordingId, () => void>();
  #lastId = 0;

  constructor(
    worker: WorkerHandle<ToSound, FromSound>,
    keeper: ThreadKeeper,
    paths: Pick<Paths, "check">,
    synthesizer: Synthesizer = MUTE,
  ) {
    this.#paths = paths;
    this.#synthesizer = synthesizer;
    this.#log = keeper.log;
    this.#thread = new Thread({
      name: "sound",
      worker,
      keeper,
      hear: (message) => this.#hear(message),
      gone: () => this.#lose(),
    });
  }

  start(
    settings: SoundSettings,
    media: MessagePort,
    bell: SharedArrayBuffer,
  ): Promise<void> {
    const order = { type: "start", settings, media, bell } as const;
    return this.#thread.start(order, [media]);
  }

  check(path: string, use: SoundUse): void {
    this.#paths.check(path, use);
  }

  beginLoading(item: SoundItem): LoadingSound {
    const sound = ++this.#lastId;
    const question: ToSound = typeof item === "string"
      ? { type: "load", sound, path: item }
      : { type: "say", sound, item };
    return { id: sound, loaded: this.#ask(this.#loading, sound, question) };
  }

  load(item: SoundItem): Promise<LoadedSound> {
    return this.beginLoading(item).loaded;
  }

  create(
    path: string,
    format: RecordFormat,
    { channels = 1, silence }: RecordingOptions = {},
  ): Recording {
    const id = ++this.#lastId;
    const finished = this.#ask(this.#finishing, id, {
      type: "create",
      recording: id,
      path,
      format,
      channels,
      maxSilence: silence?.samples ?? null,
    });
    if (silence) this.#listening.set(id, () => silence.reached());
    return {
      id,
      finished: finished.catch(nothing)
        .finally(() => this.#listening.delete(id)),
    };
  }

  collectGarbage(): void {
    this.#thread.order({ type: "collectGarbage" });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #ask<Answer>(
    asked: Map<number, PromiseWithResolvers<Answer>>,
    id: number,
    question: ToSound,
  ): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    if (this.#thread.running) {
      asked.set(id, answer);
      this.#thread.order(question);
    } else answer.reject(this.#thread.fault());
    return answer.promise;
  }

  #hear(message: Told<FromSound>): void {
    switch (message.type) {
      case "loaded":
        return this.#loaded(message.sound, message.samples);
      case "speak":
        return void this.#speak(message);
      case "notLoaded":
        return refuse(this.#loading, message.sound, message);
      case "mended":
        return this.#mended(message.path, message.error);
      case "silent":
        return this.#listening.get(message.recording)?.();
      case "finished":
        return this.#finished(message);
    }
  }

  #loaded(id: SoundId, samples: number | null): void {
    let held = true;
    const release = () => {
      if (held) this.#thread.order({ type: "unload", sound: id });
      held = false;
    };
    this.#loading.get(id)?.resolve({ id, samples, release });
    this.#loading.delete(id);
  }

  #finished(
    { recording, samples, bytes, error }: Outcome & { recording: RecordingId },
  ): void {
    this.#finishing.get(recording)?.resolve({ samples, bytes, error });
    this.#finishing.delete(recording);
  }

  #mended(file: string, error: string | null): void {
    if (error === null) {
      this.#log.info("A recording that was cut off is complete", { file });
    } else {
      const fields = { file, error };
      this.#log.warn("A recording that was cut off stays so", fields);
    }
  }

  async #speak({ speaking, words }: ToBeSpoken): Promise<void> {
    try {
      const file = await this.#synthesizer.speak(words);
      this.#thread.order({ type: "spoken", speaking, file });
    } catch (error) {
      this.#thread.order({
        type: "notSpoken",
        speaking,
        error: wordsOf(error),
      });
    }
  }

  #lose(): void {
    this.#synthesizer.close();
    const fault = this.#thread.fault();
    for (const load of this.#loading.values()) load.reject(fault);
    for (const finish of this.#finishing.values()) finish.reject(fault);
    this.#loading.clear();
    this.#finishing.clear();
  }
}

function refuse<Answer>(
  asked: Map<number, PromiseWithResolvers<Answer>>,
  id: number,
  why: { readonly fault: SoundFault; readonly error: string },
): void {
  asked.get(id)?.reject(new CtiError(why.fault, why.error));
  asked.delete(id);
}

/** Of a recording of which nobody knows what became. */
function nothing(fault: CtiError): Outcome {
  return { samples: 0, bytes: 0, error: fault.message };
}

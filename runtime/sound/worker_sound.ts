import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import type { WorkerHandle } from "../base/worker_scope.ts";
import type {
  FromSound,
  RecordFormat,
  RecordingId,
  SoundFault,
  SoundId,
  SoundSettings,
  ToSound,
} from "../media/messages.ts";
import { Paths } from "./paths.ts";
import { absoluteFolders, sandbox } from "./sandbox.ts";
import type { LoadedSound, Recording, Sound, SoundUse } from "./sound.ts";

export interface SoundOptions {
  readonly log: Log;
  /** The thread has died: nothing is played or recorded any more. */
  crashed(): void;
}

/** The sound thread, and the line that the media thread is given. */
export interface StartedSound {
  readonly sound: Sound;
  readonly line: MessagePort;
}

/**
 * Starts the sound thread, which may touch nothing but its folders.
 * @throws what the system says when the data folder cannot be made
 */
export async function startSound(
  settings: SoundSettings,
  options: SoundOptions,
): Promise<StartedSound> {
  const folders = absoluteFolders(settings);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    name: "sound",
    deno: { permissions: await sandbox(folders) },
  });
  const { port1, port2 } = new MessageChannel();
  const paths = await Paths.open(folders);
  const sound = new WorkerSound(worker, options, paths);
  await sound.start(folders, port1);
  return { sound, line: port2 };
}

/** What a recording came to. */
type Outcome = Awaited<Recording["finished"]>;

/** The sound thread as the control thread holds it. */
export class WorkerSound implements Sound {
  readonly #worker: WorkerHandle<ToSound, FromSound>;
  readonly #options: SoundOptions;
  readonly #paths: Pick<Paths, "check">;
  #started: PromiseWithResolvers<void> | null = null;
  readonly #stopped = Promise.withResolvers<void>();
  readonly #loading = new Map<SoundId, PromiseWithResolvers<LoadedSound>>();
  readonly #creating = new Map<RecordingId, PromiseWithResolvers<Recording>>();
  readonly #finishing = new Map<RecordingId, PromiseWithResolvers<Outcome>>();
  #lastId = 0;
  #state: "running" | "closing" | "gone" = "running";

  constructor(
    worker: WorkerHandle<ToSound, FromSound>,
    options: SoundOptions,
    paths: Pick<Paths, "check">,
  ) {
    this.#worker = worker;
    this.#options = options;
    this.#paths = paths;
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onmessageerror = () => this.#crash("unreadable message");
    worker.onerror = (event) => {
      event.preventDefault();
      this.#crash(event.message);
    };
  }

  async start(settings: SoundSettings, media: MessagePort): Promise<void> {
    const started = this.#started = Promise.withResolvers<void>();
    this.#worker.postMessage({ type: "start", settings, media }, [media]);
    await started.promise;
  }

  check(path: string, use: SoundUse): void {
    this.#paths.check(path, use);
  }

  load(path: string): Promise<LoadedSound> {
    const sound = ++this.#lastId;
    return this.#ask(this.#loading, sound, { type: "load", sound, path });
  }

  create(path: string, format: RecordFormat): Promise<Recording> {
    const recording = ++this.#lastId;
    return this.#ask(this.#creating, recording, {
      type: "create",
      recording,
      path,
      format,
    });
  }

  close(): Promise<void> {
    if (this.#state === "running") {
      this.#state = "closing";
      this.#worker.postMessage({ type: "stop" });
    }
    return this.#stopped.promise;
  }

  #ask<Answer>(
    asked: Map<number, PromiseWithResolvers<Answer>>,
    id: number,
    question: ToSound,
  ): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    if (this.#state === "running") {
      asked.set(id, answer);
      this.#worker.postMessage(question);
    } else answer.reject(threadGone());
    return answer.promise;
  }

  #order(message: ToSound): void {
    if (this.#state === "running") this.#worker.postMessage(message);
  }

  #hear(message: FromSound): void {
    switch (message.type) {
      case "started":
        return this.#started?.resolve();
      case "stopped":
        return this.#end();
      case "loaded":
        return this.#loaded(message.sound, message.samples);
      case "notLoaded":
        return refuse(this.#loading, message.sound, message);
      case "created":
        return this.#created(message.recording);
      case "notCreated":
        return refuse(this.#creating, message.recording, message);
      case "finished":
        return this.#finished(message);
    }
  }

  #loaded(id: SoundId, samples: number): void {
    let held = true;
    const release = () => {
      if (held) this.#order({ type: "unload", sound: id });
      held = false;
    };
    this.#loading.get(id)?.resolve({ id, samples, release });
    this.#loading.delete(id);
  }

  #created(id: RecordingId): void {
    const finished = Promise.withResolvers<Outcome>();
    this.#finishing.set(id, finished);
    const abandon = () => this.#order({ type: "finish", recording: id });
    const recording = { id, finished: finished.promise, abandon };
    this.#creating.get(id)?.resolve(recording);
    this.#creating.delete(id);
  }

  #finished(
    { recording, samples, bytes, error }: Outcome & { recording: RecordingId },
  ): void {
    this.#finishing.get(recording)?.resolve({ samples, bytes, error });
    this.#finishing.delete(recording);
  }

  #crash(message: string): void {
    if (this.#state === "gone") return;
    this.#options.log.error("the sound thread has crashed", { error: message });
    this.#end();
    this.#options.crashed();
  }

  /** Nobody is left waiting for a thread that is gone. */
  #end(): void {
    this.#state = "gone";
    this.#worker.terminate();
    this.#started?.reject(threadGone());
    for (const load of this.#loading.values()) load.reject(threadGone());
    for (const create of this.#creating.values()) create.reject(threadGone());
    for (const finish of this.#finishing.values()) finish.resolve(LOST);
    this.#loading.clear();
    this.#creating.clear();
    this.#finishing.clear();
    this.#stopped.resolve();
  }
}

const LOST: Outcome = {
  samples: 0,
  bytes: 0,
  error: "The sound thread is not running",
};

function threadGone(): CtiError {
  return new CtiError("internal", "The sound thread is not running");
}

function refuse<Answer>(
  asked: Map<number, PromiseWithResolvers<Answer>>,
  id: number,
  why: { readonly fault: SoundFault; readonly error: string },
): void {
  asked.get(id)?.reject(new CtiError(why.fault, why.error));
  asked.delete(id);
}

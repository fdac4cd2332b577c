import { CtiError } from "../../runtime/base/fault.ts";
import type { SoundItem } from "../../runtime/media/content.ts";
import type { RecordFormat } from "../../runtime/media/sound_messages.ts";
import type {
  LoadedSound,
  LoadingSound,
  Recording,
  RecordingOptions,
  Sound,
} from "../../runtime/sound/sound.ts";
import { FakeGate } from "./fake_gate.ts";

/** A file being recorded: the port that writes it says when it is at its end. */
export class FakeRecording implements Recording {
  readonly finished: Recording["finished"];
  samples = 0;
  isFinished = false;
  #error: string | null = null;
  #end: () => void = () => {};

  constructor(
    readonly id: number,
    readonly path: string,
    readonly format: RecordFormat,
    readonly options: RecordingOptions,
    gates: { readonly creating: FakeGate; readonly disk: FakeGate },
  ) {
    const ended = new Promise<void>((resolve) => this.#end = resolve);
    this.finished = this.#write(gates, ended);
  }

  end(): void {
    this.#end();
  }

  /** The disk is full. */
  fail(error: string): void {
    this.#error = error;
    this.#end();
  }

  async #write(
    { creating, disk }: { creating: FakeGate; disk: FakeGate },
    ended: Promise<void>,
  ): Promise<Awaited<Recording["finished"]>> {
    await creating.pass();
    if (this.path.startsWith("forbidden")) {
      this.isFinished = true;
      return { samples: 0, bytes: 0, error: "Forbidden path" };
    }
    await ended;
    await disk.pass();
    this.isFinished = true;
    const { samples } = this;
    return { samples, bytes: 44 + samples, error: this.#error };
  }
}

/** The sound thread without a thread: files are names. */
export class FakeSound implements Sound {
  /** Loading waits here. */
  readonly loading = new FakeGate();
  /** Loading a file of this name waits for it. */
  slow: Promise<void> | null = null;
  /** Creating a recording waits here. */
  readonly creating = new FakeGate();
  /** Completing a file waits here. */
  readonly disk = new FakeGate();
  readonly recordings: FakeRecording[] = [];
  /** Names of files; of a text what is to be heard. */
  readonly loads: string[] = [];
  /** Sounds that nobody gave back. */
  held = 0;
  #lastId = 0;

  check(path: string): void {
    if (path.startsWith("../")) throw new CtiError("forbiddenPath");
  }

  load(item: SoundItem): Promise<LoadedSound> {
    return this.beginLoading(item).loaded;
  }

  beginLoading(item: SoundItem): LoadingSound {
    const path = nameOf(item);
    this.loads.push(path);
    const id = ++this.#lastId;
    return { id, loaded: this.#load(id, path) };
  }

  async #load(id: number, path: string): Promise<LoadedSound> {
    await this.loading.pass();
    if (path.startsWith("slow")) await this.slow;
    if (path.startsWith("missing")) throw new CtiError("badParams", "No file");
    this.held++;
    let released = false;
    return {
      id,
      samples: 8000,
      release: () => {
        if (released) throw new Error("released twice");
        released = true;
        this.held--;
      },
    };
  }

  create(
    path: string,
    format: RecordFormat,
    options: RecordingOptions = {},
  ): Recording {
    const id = ++this.#lastId;
    const recording = new FakeRecording(id, path, format, options, this);
    this.recordings.push(recording);
    return recording;
  }

  recording(id: number): FakeRecording {
    const recording = this.recordings.find((one) => one.id === id);
    if (!recording) throw new Error(`no recording ${id}`);
    return recording;
  }

  collectGarbage(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function nameOf(item: SoundItem): string {
  if (typeof item === "string") return item;
  return "read" in item ? `${item.read} ${item.text}` : `speak ${item.speak}`;
}

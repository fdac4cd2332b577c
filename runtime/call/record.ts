import {
  durationOf,
  inMilliseconds,
  type SampleCount,
  samplesIn,
} from "../base/units.ts";
import type { Stop } from "../media/media.ts";
import type { RecordFormat } from "../media/messages.ts";
import type { Recording } from "../sound/sound.ts";
import type { Action } from "./action.ts";
import type { RecordParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

/** What is on disk in the end. */
type Written = Awaited<Recording["finished"]>;

const NOTHING: Stop = () => {};
const FAILED = "record error";

/**
 * `record_start`: what the peer says, into a file. Its end is told once the
 * file is complete on disk; until then the call stays in `Record`.
 */
export class Record implements Action {
  readonly #stage: Stage;
  readonly #options: RecordParameters;
  readonly #format: RecordFormat;
  #stopRecording = NOTHING;
  /** Why it ends, as soon as that is known; what comes later is too late. */
  #reason: { error: string | null; finishKey: string | null } | null = null;

  constructor(stage: Stage, options: RecordParameters, format: RecordFormat) {
    this.#stage = stage;
    this.#options = options;
    this.#format = format;
  }

  start(): void {
    this.#run().then((written) => this.#end(written));
  }

  key(key: string): void {
    if (this.#options.finishKeys.includes(key)) this.#finish(null, key);
  }

  stop(): void {
    this.#finish(FAILED, null);
  }

  hangUp(): void {
    this.#finish("hungup while recording", null);
  }

  async #run(): Promise<Written> {
    try {
      const recording = await this.#create();
      if (this.#reason) recording.abandon();
      else this.#record(recording);
      return await recording.finished;
    } catch (error) {
      return { samples: 0, bytes: 0, error: String(error) };
    }
  }

  #create(): Promise<Recording> {
    return this.#stage.sound.create(this.#options.recordFile, this.#format);
  }

  #record(recording: Recording): void {
    const { maxSeconds, beep } = this.#options;
    const maxSamples = samplesIn(inMilliseconds(maxSeconds));
    this.#stopRecording = this.#stage.port.record(
      recording.id,
      { maxSamples, beep },
      () => this.#finish("record timeout", null),
    );
  }

  #finish(error: string | null, finishKey: string | null): void {
    this.#reason ??= { error, finishKey };
    this.#stopRecording();
    this.#stopRecording = NOTHING;
  }

  #end(written: Written): void {
    if (written.error !== null) {
      this.#stage.log.warn("A recording failed", { error: written.error });
    }
    this.#finish(FAILED, null);
    this.#stage.end({
      type: "recordCompleted",
      error: this.#reason?.error ?? (written.error === null ? null : FAILED),
      finishKey: this.#reason?.finishKey ?? null,
      recordFile: this.#options.recordFile,
      seconds: durationOf(written.samples as SampleCount) / 1000,
      bytes: written.bytes,
    });
  }
}

import { durationOf, type SampleCount } from "../base/units.ts";
import {
  FileRecording,
  type SoundFile,
  type Written,
} from "../sound/file_recording.ts";
import { mostSamples, untilSilence } from "../sound/recording_length.ts";
import type { Action } from "./action.ts";
import type { RecordParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

const FAILED = "record error";
const FULL = "record timeout";

/** What its event says of its end; what is not said is null there. */
interface Ending {
  readonly error?: string;
  readonly finishKey?: string;
  readonly reason?: string;
}

/**
 * `record_start`: what the peer says, into a file. Its end is told once the
 * file is complete on disk; until then the call stays in `Record`.
 */
export class Record implements Action {
  readonly #stage: Stage;
  readonly #options: RecordParameters;
  readonly #file: SoundFile;
  #recording: FileRecording | null = null;
  /** How it ends, as soon as that is known; what comes later is too late. */
  #ending: Ending | null = null;

  constructor(stage: Stage, file: SoundFile, options: RecordParameters) {
    this.#stage = stage;
    this.#file = file;
    this.#options = options;
  }

  start(): void {
    const { sound, port } = this.#stage;
    const { maxSeconds, beep, maxSilenceSeconds } = this.#options;
    const maxSamples = mostSamples(maxSeconds);
    const full = () => this.#finish({ error: FULL });
    const silent = () => this.#finish({ reason: "silence" });
    this.#recording = new FileRecording(
      sound,
      { ...this.#file, ...untilSilence(maxSilenceSeconds, silent) },
      (recording) => port.record(recording, { maxSamples, beep }, full),
    );
    this.#recording.finished.then((written) => this.#end(written));
  }

  key(key: string): void {
    if (this.#options.finishKeys.includes(key)) {
      this.#finish({ finishKey: key });
    }
  }

  stop(): void {
    this.#finish({ error: FAILED, reason: "record_stop" });
  }

  hangUp(): void {
    this.#finish({ error: "hungup while recording" });
  }

  #finish(ending: Ending): void {
    this.#ending ??= ending;
    this.#recording?.stop();
  }

  #end(written: Written): void {
    if (written.error !== null) {
      this.#stage.log.warn("A recording failed", { error: written.error });
    }
    // A full file may be complete before the media thread's word of it is here.
    this.#finish({ error: FULL });
    this.#stage.end({
      type: "recordCompleted",
      // Whatever ended it, a file that is not as it should be comes first.
      error: written.error === null ? this.#ending?.error ?? null : FAILED,
      finishKey: this.#ending?.finishKey ?? null,
      recordFile: this.#file.path,
      seconds: durationOf(written.samples as SampleCount) / 1000,
      bytes: written.bytes,
      reason: written.error ?? this.#ending?.reason ?? null,
    });
  }
}

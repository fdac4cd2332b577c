import {
  durationOf,
  type SampleCount,
  type UnixSeconds,
} from "../base/units.ts";
import type { MediaMix, MediaPort } from "../media/media.ts";
import { FileRecording, type Written } from "../sound/file_recording.ts";
import { recordFormat } from "../sound/record_format.ts";
import { mostSamples, untilSilence } from "../sound/recording_length.ts";
import type { ConferenceParts } from "./conference.ts";
import type { ConferenceRecordParameters } from "./parameters.ts";

/** A file that is complete on disk, and what it holds. */
export interface Recorded {
  readonly beginTime: UnixSeconds;
  readonly recordFile: string;
  readonly seconds: number;
  readonly bytes: number;
  /** What ended it, where nobody did. */
  readonly reason: string | null;
}

type RecorderParts = Pick<ConferenceParts, "clock" | "sound" | "log" | "tally">;

/** What a conference records, one file at a time. */
export class ConferenceRecorder {
  readonly #parts: RecorderParts;
  readonly #mix: MediaMix;
  readonly #tell: (recorded: Recorded) => void;
  #recording: FileRecording | null = null;
  /** As soon as it is known; what comes later is too late. */
  #ending: { readonly reason: string | null } | null = null;
  #told = Promise.resolve();

  /** @param tell told of each recording, once its file is complete */
  constructor(
    parts: RecorderParts,
    mix: MediaMix,
    tell: (recorded: Recorded) => void,
  ) {
    this.#parts = parts;
    this.#mix = mix;
    this.#tell = tell;
  }

  /** Whether there is one that has not been told of. */
  get isBusy(): boolean {
    return this.#recording !== null;
  }

  /** Resolves when nothing is left to be told. */
  get told(): Promise<void> {
    return this.#told;
  }

  /**
   * @param left whose voice goes left and all others' right; null: all in one
   * channel
   * @throws {CtiError} `badParams`, `forbiddenPath`
   */
  start(
    options: Omit<ConferenceRecordParameters, "left">,
    left: MediaPort | null,
  ): void {
    const { recordFile: path, maxSeconds, maxSilenceSeconds } = options;
    const { sound, clock, tally } = this.#parts;
    sound.check(path, "record");
    const format = recordFormat(options.recordFormat, left ? 2 : 1);
    const maxSamples = mostSamples(maxSeconds);
    const channels = left ? { left, right: "others" } as const : 1;
    const silent = () => this.#finish("silence");
    const beginTime = clock.date();
    const over = tally.begin();
    this.#recording = new FileRecording(
      sound,
      {
        path,
        format,
        channels: left ? 2 : 1,
        ...untilSilence(maxSilenceSeconds, silent),
      },
      (id) => this.#mix.record(id, { maxSamples, channels }, () => {}),
    );
    this.#ending = null;
    this.#told = this.#recording.finished.then((written) => {
      this.#recording = null;
      this.#tell({ beginTime, recordFile: path, ...this.#found(written) });
      over();
    });
  }

  /** Nothing more is recorded; what waits to be written is. */
  stop(): void {
    this.#finish(null);
  }

  #finish(reason: string | null): void {
    this.#ending ??= { reason };
    this.#recording?.stop();
  }

  #found({ samples, bytes, error }: Written) {
    if (error !== null) {
      this.#parts.log.warn("A conference is not recorded", { error });
    }
    const seconds = durationOf(samples as SampleCount) / 1000;
    const { reason } = this.#ending ?? { reason: "max_seconds" };
    return { seconds, bytes, reason: error ?? reason };
  }
}

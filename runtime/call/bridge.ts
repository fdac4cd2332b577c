import { Timer } from "../base/timer.ts";
import { inMilliseconds, samplesIn } from "../base/units.ts";
import type { MixPart } from "../core/gain.ts";
import type { MediaMix, MediaPort } from "../media/media.ts";
import { gainOf } from "../media/volume.ts";
import {
  FileRecording,
  type SoundFile,
  type Written,
} from "../sound/file_recording.ts";
import type { ConnectParameters } from "./parameters.ts";
import type { Stage } from "./stage.ts";

export interface BridgeOptions extends ConnectParameters {
  /** Where both are recorded; null: nowhere. */
  readonly file: SoundFile | null;
}

/** Whoever is told what comes of a connection. */
export interface BridgeListener {
  /** `max_seconds` are over. */
  expired(): void;
  /** Of its recording nothing can be written. */
  unrecorded(written: Written): void;
}

/** The longest recording: a day, as `record_start` has it. */
const MOST_RECORDED_SECONDS = 86_400;

/** Who does not hear the other in each `connect_mode`. */
const DEAF: Readonly<Record<number, "first" | "second" | null>> = {
  1: null,
  2: "first",
  3: "second",
};

/**
 * The sound of a connection: two ports that meet in a mix, what is recorded of
 * them, and how long that may last.
 */
export class Bridge {
  readonly #mix: MediaMix;
  readonly #limit: Timer;
  readonly #recording: FileRecording | null;

  /** @throws {CtiError} `overloaded` when there are too many mixes */
  constructor(
    stage: Stage,
    second: MediaPort,
    { file, ...options }: BridgeOptions,
    listener: BridgeListener,
  ) {
    this.#mix = stage.openMix();
    this.#limit = new Timer(stage.clock);
    this.#join(stage.port, second, options);
    this.#recording = file && this.#record(stage, file, options);
    this.#recording?.finished.then((written) => {
      const { samples, error } = written;
      if (samples === 0 && error !== null) listener.unrecorded(written);
    });
    const span = inMilliseconds(options.maxSeconds);
    this.#limit.start(span, () => listener.expired());
  }

  /** Parts the two; resolves with what was recorded, null where nothing was. */
  close(): Promise<Written> | null {
    this.#limit.stop();
    this.#recording?.stop();
    this.#mix.close();
    return this.#recording?.finished ?? null;
  }

  #join(
    first: MediaPort,
    second: MediaPort,
    { connectMode, localVolume, remoteVolume }: ConnectParameters,
  ): void {
    const deaf = DEAF[connectMode];
    const part = (who: typeof deaf, volume: number): MixPart => ({
      listen: deaf !== who,
      gain: gainOf(volume),
    });
    this.#mix.join(first, part("first", localVolume));
    this.#mix.join(second, part("second", remoteVolume));
  }

  #record(
    { sound }: Stage,
    file: SoundFile,
    { maxSeconds }: ConnectParameters,
  ): FileRecording {
    const seconds = Math.min(maxSeconds, MOST_RECORDED_SECONDS);
    const maxSamples = samplesIn(inMilliseconds(seconds));
    const full = () => {};
    return new FileRecording(
      sound,
      file,
      (recording) => this.#mix.record(recording, { maxSamples }, full),
    );
  }
}

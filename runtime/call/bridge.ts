import { Timer } from "../base/timer.ts";
import { inMilliseconds } from "../base/units.ts";
import type { MixPart } from "../core/gain.ts";
import type { MediaMix, MediaPort, Playing } from "../media/media.ts";
import { together } from "../media/together.ts";
import { gainOf } from "../media/volume.ts";
import {
  FileRecording,
  type SoundFile,
  type Written,
} from "../sound/file_recording.ts";
import { mostSamples } from "../sound/recording_length.ts";
import type { ConnectParameters, ScheduledPlay } from "./parameters.ts";
import type { KeyOrigin } from "./action.ts";
import { KeyRelay } from "./key_relay.ts";
import { Schedule } from "./schedule.ts";
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

type Who = "first" | "second";

/** Who does not hear the other, by `connect_mode`. */
const DEAF: Readonly<Record<number, Who>> = {
  2: "first",
  3: "second",
};

/**
 * The sound of a connection: two ports that meet in a mix, what is recorded of
 * them and played to them, and how long that may last.
 */
export class Bridge {
  readonly #stage: Stage;
  readonly #ports: Readonly<Record<Who, MediaPort>>;
  readonly #options: BridgeOptions;
  readonly #mix: MediaMix;
  readonly #limit: Timer;
  readonly #recording: FileRecording | null;
  readonly #schedule: Schedule | null;
  /** To whoever hears the other. */
  readonly #relays: Readonly<Record<Who, KeyRelay>>;

  /** @throws {CtiError} `overloaded` when there are too many mixes */
  constructor(
    stage: Stage,
    second: MediaPort,
    options: BridgeOptions,
    listener: BridgeListener,
  ) {
    const { file, schedule, maxSeconds, localVolume, remoteVolume } = options;
    this.#stage = stage;
    this.#ports = { first: stage.port, second };
    this.#options = options;
    this.#relays = {
      first: new KeyRelay(stage.port),
      second: new KeyRelay(second),
    };
    this.#mix = stage.openMix();
    this.#join("first", localVolume);
    this.#join("second", remoteVolume);
    this.#recording = file && this.#record(file, listener);
    this.#schedule = schedule && this.#plan(schedule);
    this.#limit = new Timer(stage.clock);
    this.#limit.start(inMilliseconds(maxSeconds), () => listener.expired());
  }

  /** A party pressed a key, which goes on to the other. */
  key(from: Who, key: string, origin: KeyOrigin): void {
    const to = from === "first" ? "second" : "first";
    if (this.#deaf !== to) this.#relays[to].pass(key, origin);
  }

  /** Parts the two; resolves with what was recorded, null where nothing was. */
  close(): Promise<Written> | null {
    this.#limit.stop();
    this.#schedule?.close();
    this.#relays.first.close();
    this.#relays.second.close();
    this.#recording?.stop();
    this.#mix.close();
    return this.#recording?.finished ?? null;
  }

  get #deaf(): Who | undefined {
    return DEAF[this.#options.connectMode];
  }

  #join(who: Who, volume: number): void {
    const part: MixPart = {
      listen: this.#deaf !== who,
      gain: gainOf(volume),
    };
    this.#mix.join(this.#ports[who], part);
  }

  #record(file: SoundFile, listener: BridgeListener): FileRecording {
    const { first: left, second: right } = this.#ports;
    const options = {
      maxSamples: mostSamples(this.#options.maxSeconds),
      channels: file.channels === 2 ? { left, right } : 1 as const,
    };
    const full = () => {};
    const recording = new FileRecording(
      this.#stage.sound,
      file,
      (id) => this.#mix.record(id, options, full),
    );
    recording.finished.then((written) => {
      if (written.error === null || written.samples > 0) return;
      listener.unrecorded(written);
    });
    return recording;
  }

  /** Who does not listen to the mix hears it all the same. */
  #plan(play: ScheduledPlay): Schedule {
    const deaf = this.#deaf;
    const player: Playing = deaf
      ? together(this.#mix, this.#ports[deaf])
      : this.#mix;
    const { clock, log, sound } = this.#stage;
    const within = inMilliseconds(this.#options.maxSeconds);
    return new Schedule({ clock, log, sound, player }, play, within);
  }
}

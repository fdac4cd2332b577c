import type { Codec } from "./codec.ts";
import {
  type CodecName,
  type CodecOptions,
  openCodec,
} from "./codecs/table.ts";
import { type DtmfDetector, WasmDetector } from "./detector.ts";
import type { Engine } from "./engine.ts";
import type { CoreExports } from "./exports.ts";
import { type LevelMeter, WasmLevelMeter } from "./level_meter.ts";
import { type Mixer, WasmMixer } from "./mixer.ts";
import type { Opus } from "./opus/opus.ts";
import { type Resampler, WasmResampler } from "./resampler.ts";
import { ResamplingFilters } from "./resampling_filters.ts";
import { toneLevels } from "./tone_levels.ts";
import type { CallProgressOptions, CallProgressTone } from "./call_progress.ts";
import { callProgressTone, type DtmfTiming, dtmfTones, tone } from "./tones.ts";
import { WasmEngine } from "./wasm_engine.ts";
import { Workbench } from "./workbench.ts";

/** The media core. All sound is 8 kHz, 16 bit, one channel. */
export interface Core {
  /**
   * @throws {TypeError} when there is no such codec
   * @throws {RangeError} when an option cannot be
   */
  codec(name: CodecName, options?: CodecOptions): Codec;
  dtmfDetector(): DtmfDetector;
  levelMeter(): LevelMeter;
  /**
   * Brings a sound of another rate to 8 kHz, or to the rate that is told.
   *
   * @throws {RangeError} when a rate is not a whole number of Hz from 4000 to
   * 192,000
   */
  resampler(from: number, to?: number): Resampler;
  /**
   * The sound of keys, one after the other.
   *
   * @throws {TypeError} when one of them is no key
   * @throws {RangeError} when a time, the level or the twist cannot be
   */
  dtmfTones(keys: string, timing?: DtmfTiming): Int16Array<ArrayBuffer>;
  /** A plain tone; `level` is in dBm0, −10 where it is not given. */
  tone(hertz: number, ms: number, level?: number): Int16Array<ArrayBuffer>;
  /**
   * The levels of the eight DTMF frequencies in sound, low to high, in dBm0.
   *
   * Two of them are told apart in 40 ms or more; −Infinity is none at all.
   *
   * @throws {RangeError} when the sound is longer than 65,536 samples
   */
  toneLevels(sound: Int16Array): Float32Array<ArrayBuffer>;
  /**
   * A tone by which a network says how a call goes, with its pauses.
   *
   * @throws {RangeError} when there is no such tone or plan, or when the time
   * or the level cannot be
   */
  callProgressTone(
    name: CallProgressTone,
    ms: number,
    options?: CallProgressOptions,
  ): Int16Array<ArrayBuffer>;
  /**
   * A conference of so many parties, in memory of its own.
   *
   * @throws {RangeError} when they are not 1 to 65534
   */
  mixer(parties: number): Mixer;
  /**
   * A sound card with so many ports and mixes, in memory of its own; it speaks
   * Opus where it is given that.
   *
   * @throws {RangeError} when there is not that much memory
   */
  engine(size: EngineSize): Engine;
}

/** How large an engine is laid out, and what it has besides the core. */
export interface EngineSize {
  readonly ports: number;
  readonly mixes: number;
  readonly opus?: Opus | null;
}

/** Makes a fresh instance of the module, laid out for ports and mixes. */
export type Instantiate = (ports: number, mixes: number) => CoreExports;

export class WasmCore implements Core {
  readonly #bench: Workbench;
  readonly #filters: ResamplingFilters;
  readonly #instantiate: Instantiate;

  constructor(instantiate: Instantiate) {
    this.#instantiate = instantiate;
    this.#bench = new Workbench(instantiate(0, 0));
    this.#filters = new ResamplingFilters(this.#bench);
  }

  codec(name: CodecName, options?: CodecOptions): Codec {
    return openCodec(this.#bench, name, options);
  }

  dtmfDetector(): DtmfDetector {
    return new WasmDetector(this.#bench);
  }

  levelMeter(): LevelMeter {
    return new WasmLevelMeter(this.#bench);
  }

  resampler(from: number, to?: number): Resampler {
    return new WasmResampler(this.#bench, this.#filters, from, to);
  }

  dtmfTones(keys: string, timing?: DtmfTiming): Int16Array<ArrayBuffer> {
    return dtmfTones(this.#bench, keys, timing);
  }

  tone(hertz: number, ms: number, level?: number): Int16Array<ArrayBuffer> {
    return tone(this.#bench, hertz, ms, level);
  }

  toneLevels(sound: Int16Array): Float32Array<ArrayBuffer> {
    return toneLevels(this.#bench, sound);
  }

  callProgressTone(
    name: CallProgressTone,
    ms: number,
    options?: CallProgressOptions,
  ): Int16Array<ArrayBuffer> {
    return callProgressTone(this.#bench, name, ms, options);
  }

  mixer(parties: number): Mixer {
    return new WasmMixer(() => this.#instantiate(0, 0), parties);
  }

  engine({ ports, mixes, opus }: EngineSize): Engine {
    const core = this.#instantiate(ports, mixes);
    return new WasmEngine(core, ports, mixes, opus ?? null);
  }
}

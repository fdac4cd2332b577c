/** The media core for any JavaScript host: Deno, Node or a browser. */
export { loadCore } from "./load.ts";
export type { CoreSource } from "./load.ts";
export type { Core } from "./core.ts";
export type { Codec } from "./codec.ts";
export type { CodecName, CodecOptions } from "./codecs/table.ts";
export type { DtmfDetector, EndedKey, HeardKey, HowHeard } from "./detector.ts";
export type {
  CallProgressOptions,
  CallProgressTone,
  TonePlan,
} from "./call_progress.ts";
export type { DtmfTiming } from "./tones.ts";
export type { LevelMeter, Levels } from "./level_meter.ts";
export type { Mixer } from "./mixer.ts";
export type { Resampler } from "./resampler.ts";
export type {
  CoreCodec,
  Engine,
  EngineCodec,
  EngineEvent,
  EngineStatistics,
  EngineStream,
  MixChannels,
} from "./engine.ts";
export type { EngineSize } from "./core.ts";
export type { Opus, OpusCoding } from "./opus/opus.ts";
export { PHASES } from "./engine.ts";
export { CRYPTO_SUITES, MASTER_KEY_OCTETS } from "./srtp.ts";
export type { CryptoSuite, MasterKey, SrtpKeys } from "./srtp.ts";
export type { MixPart } from "./gain.ts";

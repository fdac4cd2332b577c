import type { Core } from "../core/mod.ts";
import type { RecordingLayout } from "./container.ts";
import type { Encoder } from "./encoder.ts";
import type { Mp3Encoders } from "./mp3_encoder.ts";
import { StereoIma } from "./stereo_ima.ts";

/** What encoders are made of. */
export interface EncoderParts {
  readonly core: Pick<Core, "codec">;
  readonly mp3: Pick<Mp3Encoders, "open">;
}

/** @throws {TypeError} when there is no such encoder for two channels */
export async function openEncoder(
  { core, mp3 }: EncoderParts,
  { format, channels }: RecordingLayout,
): Promise<Encoder> {
  switch (format) {
    case "mp3":
      return await mp3.open(channels);
    case "ima-adpcm":
      return channels === 1 ? core.codec(format) : new StereoIma(core);
    case "gsm-wav49":
      if (channels === 1) return core.codec(format);
      throw new TypeError("GSM in WAV has one channel");
    default:
      // A byte a sample: whose it is does not matter.
      return core.codec(format);
  }
}

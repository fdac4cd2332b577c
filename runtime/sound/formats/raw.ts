import { extname } from "node:path";
import { SAMPLE_RATE } from "../../base/units.ts";
import type { Core } from "../../core/mod.ts";
import { type Encoding, openDecoder } from "./block_decoder.ts";
import { BlockTrack } from "./block_track.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { Track } from "./track.ts";

interface Raw {
  readonly encoding: Encoding;
  readonly bits: number;
  readonly rate: number;
}

const A_LAW = { encoding: "pcma", bits: 8, rate: SAMPLE_RATE } as const;
const MU_LAW = { encoding: "pcmu", bits: 8, rate: SAMPLE_RATE } as const;
const GSM = { encoding: "gsm", bits: 0, rate: SAMPLE_RATE } as const;

/** Files without a header say by their name what they hold, as Asterisk has it. */
const RAW: Readonly<Record<string, Raw>> = {
  ".alaw": A_LAW,
  ".al": A_LAW,
  ".alw": A_LAW,
  ".ulaw": MU_LAW,
  ".ul": MU_LAW,
  ".ulw": MU_LAW,
  ".mu": MU_LAW,
  ".gsm": GSM,
  ".sln": signedLinear(SAMPLE_RATE),
  ".sln8": signedLinear(8000),
  ".sln12": signedLinear(12_000),
  ".sln16": signedLinear(16_000),
  ".sln24": signedLinear(24_000),
  ".sln32": signedLinear(32_000),
  ".sln44": signedLinear(44_100),
  ".sln48": signedLinear(48_000),
  ".sln96": signedLinear(96_000),
  ".sln192": signedLinear(192_000),
};

/** How the names of such files end. */
export const RAW_EXTENSIONS: readonly string[] = Object.keys(RAW);

/** Null where the name says of no such file. */
export function openRaw(
  stream: ByteStream,
  name: string,
  core: Pick<Core, "codec">,
): Track | null {
  const raw = RAW[extname(name).toLowerCase()];
  if (!raw) return null;
  const storing = { ...raw, channels: 1, blockBytes: 0 };
  const sound = { rate: raw.rate, bytes: Infinity, samples: null };
  return new BlockTrack(stream, openDecoder(storing, core), sound);
}

function signedLinear(rate: number): Raw {
  return { encoding: "pcm", bits: 16, rate };
}

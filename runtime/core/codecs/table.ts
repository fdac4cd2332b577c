import type { Codec } from "../codec.ts";
import type { CoreExports } from "../exports.ts";
import type { Workbench } from "../workbench.ts";
import type { Coding } from "./coding.ts";
import { FramedCodec } from "./framed_codec.ts";
import { dvi4 } from "./dvi4.ts";
import { g711 } from "./g711.ts";
import { gsm, gsmWav49 } from "./gsm.ts";
import { imaAdpcm } from "./ima_adpcm.ts";
import { pcmU8 } from "./pcm_u8.ts";

/** What some codecs leave open. */
export interface CodecOptions {
  /** ima-adpcm: bytes of a block, its header included; 256. */
  readonly blockBytes?: number;
  /** dvi4: samples of a packet; 160. */
  readonly packetSamples?: number;
}

type Opening = (core: CoreExports, options: CodecOptions) => Coding;

/** One row a codec. */
const CODINGS = {
  "pcma": (core) => g711(core, "pcma"),
  "pcmu": (core) => g711(core, "pcmu"),
  "ima-adpcm": imaAdpcm,
  "dvi4": dvi4,
  "pcm-u8": pcmU8,
  "gsm": gsm,
  "gsm-wav49": gsmWav49,
} as const satisfies Record<string, Opening>;

export type CodecName = keyof typeof CODINGS;

/**
 * @throws {TypeError} when the name is none of the codecs
 * @throws {RangeError} when an option cannot be
 */
export function openCodec(
  bench: Workbench,
  name: CodecName,
  options: CodecOptions = {},
): Codec {
  if (!Object.hasOwn(CODINGS, name)) {
    const names = Object.keys(CODINGS).join(", ");
    throw new TypeError(`No codec "${name}"; there are ${names}`);
  }
  const opening: Opening = CODINGS[name];
  return new FramedCodec(bench, opening(bench.core, options));
}

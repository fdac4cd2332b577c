/** What the header of an MPEG audio frame says (ISO/IEC 11172-3 §2.4.1.3). */
export interface MpegFrame {
  readonly version: Version;
  readonly layer: Layer;
  readonly rate: number;
  readonly channels: 1 | 2;
  readonly hasCrc: boolean;
  /** The header included. */
  readonly bytes: number;
  /** Of each channel. */
  readonly samples: number;
}

type Version = 1 | 2 | 2.5;
type Layer = 1 | 2 | 3;

export const MPEG_HEADER_BYTES = 4;

const VERSIONS: readonly (Version | null)[] = [2.5, null, 2, 1];
const LAYERS: readonly (Layer | null)[] = [null, 3, 2, 1];
const RATES: Readonly<Record<Version, readonly number[]>> = {
  1: [44_100, 48_000, 32_000],
  2: [22_050, 24_000, 16_000],
  2.5: [11_025, 12_000, 8000],
};

/** In kbit/s from index 1; index 0 says nothing, 15 is forbidden. */
// deno-fmt-ignore
const KBPS = {
  first: {
    1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  second: {
    1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;

/** Null where no frame begins here; frames of a free bit rate are none. */
export function parseMpegFrame(bytes: Uint8Array, at = 0): MpegFrame | null {
  if (bytes.length < at + MPEG_HEADER_BYTES) return null;
  const [sync, kind, coding, mode] = bytes.subarray(at);
  if (sync !== 0xff || kind >> 5 !== 0b111) return null;
  const version = VERSIONS[kind >> 3 & 3];
  const layer = LAYERS[kind >> 1 & 3];
  if (!version || !layer) return null;
  const rate = RATES[version][coding >> 2 & 3];
  const kbps = KBPS[version === 1 ? "first" : "second"][layer][
    (coding >> 4) - 1
  ];
  if (!rate || !kbps) return null;
  const samples = samplesOf(version, layer);
  const slot = layer === 1 ? 4 : 1;
  const slots = Math.floor(samples / 8 * kbps * 1000 / rate / slot);
  return {
    version,
    layer,
    rate,
    channels: mode >> 6 === 3 ? 1 : 2,
    hasCrc: (kind & 1) === 0,
    bytes: (slots + (coding >> 1 & 1)) * slot,
    samples,
  };
}

/** Whether both can belong to one stream. */
export function areAlike(a: MpegFrame, b: MpegFrame): boolean {
  return a.version === b.version && a.layer === b.layer && a.rate === b.rate;
}

function samplesOf(version: Version, layer: Layer): number {
  if (layer === 1) return 384;
  return layer === 3 && version !== 1 ? 576 : 1152;
}

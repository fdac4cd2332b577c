import { Bits } from "./bits.ts";
import { crcOf } from "./crc.ts";
import { readSubframe } from "./flac_subframe.ts";
import { BrokenSound } from "./track.ts";

/** What holds for all of a FLAC stream (RFC 9639 §8.2). */
export interface StreamInfo {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  /** Of each channel; null: the encoder did not know. */
  readonly samples: number | null;
}

export interface FlacFrame {
  /** One channel, of which full scale is 1. */
  readonly samples: Float32Array;
  /** What it took. */
  readonly bytes: number;
}

const SYNC = 0b11_1111_1111_1110;
/** §9.1.1 to §9.1.4, by their codes; 0 is said in another place, or nowhere. */
// deno-fmt-ignore
const BLOCK_SIZES = [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
const BLOCK_SIZE_8 = 6;
const BLOCK_SIZE_16 = 7;
// deno-fmt-ignore
const RATES = [0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
const RATE_IN_KHZ = 12;
const RATE_IN_HZ = 13;
const RATE_IN_10_HZ = 14;
const SAMPLE_BITS = [0, 8, 12, 0, 16, 20, 24, 32];
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

const crc8 = crcOf(8, 0x07);
const crc16 = crcOf(16, 0x8005);

/**
 * Decodes the frame at the beginning of bytes that may hold more.
 * @throws {BrokenSound} and `OutOfBits`
 */
export function decodeFlacFrame(
  bytes: Uint8Array,
  stream: StreamInfo,
): FlacFrame {
  const bits = new Bits(bytes);
  const { samples, channels } = readHeader(bits, bytes, stream);
  const [first, second] = subframes(bits, samples, channels, stream.bits);
  bits.align();
  const sum = crc16(bytes.subarray(0, bits.bytesRead));
  if (bits.unsigned(16) !== sum) throw new BrokenSound("damaged FLAC: a frame");
  const unit = 2 ** (1 - stream.bits);
  return {
    samples: mono(first, second, channels, unit),
    bytes: bits.bytesRead,
  };
}

/** §9.1 */
function readHeader(bits: Bits, bytes: Uint8Array, stream: StreamInfo) {
  if (bits.unsigned(15) >> 1 !== SYNC) {
    throw new BrokenSound("damaged FLAC: no frame where one should begin");
  }
  bits.unsigned(1);
  const [sizeCode, rateCode] = [bits.unsigned(4), bits.unsigned(4)];
  const [channels, bitsCode] = [bits.unsigned(4), bits.unsigned(3)];
  bits.unsigned(1);
  skipNumber(bits);
  const samples = blockSize(bits, sizeCode);
  const rate = rateOf(bits, rateCode);
  const sum = crc8(bytes.subarray(0, bits.bytesRead));
  if (bits.unsigned(8) !== sum) {
    throw new BrokenSound("damaged FLAC: the header of a frame");
  }
  const count = channels >= LEFT_SIDE ? 2 : channels + 1;
  const isOther = rate !== 0 && rate !== stream.rate ||
    count !== stream.channels ||
    bitsCode !== 0 && SAMPLE_BITS[bitsCode] !== stream.bits;
  if (isOther || samples === 0 || channels > MID_SIDE) {
    throw new BrokenSound("damaged FLAC: a frame of another kind");
  }
  return { samples, channels };
}

/** §9.1.5: the frame's or sample's number, coded as UTF-8 codes letters. */
function skipNumber(bits: Bits): void {
  const first = bits.unsigned(8);
  const ones = Math.clz32(~(first << 24));
  bits.unsigned(8 * Math.min(6, Math.max(0, ones - 1)));
}

function blockSize(bits: Bits, code: number): number {
  if (code === BLOCK_SIZE_8) return bits.unsigned(8) + 1;
  if (code === BLOCK_SIZE_16) return bits.unsigned(16) + 1;
  return BLOCK_SIZES[code];
}

function rateOf(bits: Bits, code: number): number {
  if (code === RATE_IN_KHZ) return bits.unsigned(8) * 1000;
  if (code === RATE_IN_HZ) return bits.unsigned(16);
  if (code === RATE_IN_10_HZ) return bits.unsigned(16) * 10;
  return RATES[code] ?? 0;
}

/** One or two; a side channel has one bit more than the sound. */
function subframes(
  bits: Bits,
  samples: number,
  channels: number,
  width: number,
): Float64Array[] {
  const isSide = [
    channels === SIDE_RIGHT,
    channels === LEFT_SIDE || channels === MID_SIDE,
  ];
  return isSide.slice(0, channels === 0 ? 1 : 2).map((side) => {
    const subframe = new Float64Array(samples);
    readSubframe(bits, subframe, side ? width + 1 : width);
    return subframe;
  });
}

/** §4.2: the mean of left and right, whichever two of four are stored. */
function mono(
  first: Float64Array,
  second: Float64Array | undefined,
  channels: number,
  unit: number,
): Float32Array {
  const mean = new Float32Array(first.length);
  for (let n = 0; n < mean.length; n++) {
    const [a, b] = [first[n], second ? second[n] : first[n]];
    mean[n] = unit * meanOfPair(a, b, channels);
  }
  return mean;
}

function meanOfPair(a: number, b: number, channels: number): number {
  switch (channels) {
    case LEFT_SIDE:
      return a - b / 2;
    case SIDE_RIGHT:
      return b + a / 2;
    case MID_SIDE:
      // The half that was cut off the mid is the side's last bit.
      return a + (b & 1) / 2;
    default:
      return (a + b) / 2;
  }
}

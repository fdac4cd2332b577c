import type { Core } from "../../core/mod.ts";
import { type Encoding, openDecoder } from "./block_decoder.ts";
import { BlockTrack, type StoredSound } from "./block_track.ts";
import type { ByteStream } from "./byte_stream.ts";
import { checkRate } from "./rates.ts";
import { type Chunk, chunksOf, RIFF, type RiffLayout } from "./riff.ts";
import { BrokenSound, type Track } from "./track.ts";

/** What `fmt ` says. */
export interface WavFormat {
  readonly encoding: Encoding;
  readonly bits: number;
  readonly channels: number;
  readonly rate: number;
  /** Of a block, or of a sample of all channels. */
  readonly blockBytes: number;
}

const ENCODINGS: Readonly<Record<number, Encoding>> = {
  0x0001: "pcm",
  0x0003: "float",
  0x0006: "pcma",
  0x0007: "pcmu",
  0x0011: "ima-adpcm",
  0x0031: "gsm-wav49",
};
/** WAVE_FORMAT_EXTENSIBLE: the tag stands at the head of the subformat. */
const EXTENSIBLE = 0xfffe;
const SUBFORMAT_AT = 24;

const BITS: Readonly<Partial<Record<Encoding, readonly number[]>>> = {
  pcm: [8, 16, 24, 32],
  float: [32, 64],
  pcma: [8],
  pcmu: [8],
  "ima-adpcm": [4],
};

const SHORTEST_FMT = 16;
const LONGEST_FMT = SUBFORMAT_AT + 16;
/** What a writer that could not go back leaves as size. */
const UNFINISHED = 0xffff_ffff;

/** What a WAV file says before its sound; its stream stands there. */
export interface WavHeader {
  readonly format: WavFormat;
  readonly sound: StoredSound;
}

/** @throws {BrokenSound} */
export async function openWav(
  stream: ByteStream,
  core: Pick<Core, "codec">,
  layout: RiffLayout = RIFF,
): Promise<Track> {
  const { format, sound } = await readWavHeader(stream, layout);
  checkRate(format.rate);
  return new BlockTrack(stream, openDecoder(format, core), sound);
}

/**
 * Reads a WAV file, RIFF or one of its 64-bit kinds, up to its sound. Lengths
 * are bounded by the file; one that was cut off, or whose writer never came
 * back to its header, is read to its end.
 * @throws {BrokenSound}
 */
export async function readWavHeader(
  stream: ByteStream,
  layout: RiffLayout = RIFF,
): Promise<WavHeader> {
  const chunks = chunksOf(stream, layout);
  let format: WavFormat | null = null;
  let samples: number | null = null;
  let data: { at: number; bytes: number } | null = null;
  let bytes64: number | null = null;
  for await (const chunk of chunks) {
    if (chunk.id === "fmt ") {
      format = parseFormat(await chunk.body(LONGEST_FMT));
    }
    if (chunk.id === "fact") samples = factOf(await chunk.body(4));
    if (chunk.id === "ds64") bytes64 = ds64Of(await chunk.body(16));
    if (chunk.id === "data") {
      data ??= { at: stream.at, bytes: soundIn(chunk, stream, bytes64) };
    }
    if (!data || !format) continue;
    await stream.goTo(data.at);
    const { rate } = format;
    const counts = format.encoding === "ima-adpcm" ||
      format.encoding === "gsm-wav49";
    const sound = { rate, bytes: data.bytes, samples: counts ? samples : null };
    return { format, sound };
  }
  throw new BrokenSound(format ? "no data chunk" : "no fmt chunk");
}

/** The stored sound; to the end of the file where its size was never written. */
function soundIn(
  { declared, riffSize }: Chunk,
  { size }: ByteStream,
  bytes64: number | null,
): number {
  if (declared === UNFINISHED) return bytes64 || Infinity;
  if (declared === 0 && riffSize !== size) return Infinity;
  return declared;
}

/** Null of a count that was never filled in. */
function factOf(fact: Uint8Array): number | null {
  const samples = fact.length < 4 ? 0 : viewOf(fact).getUint32(0, true);
  return samples === 0 || samples === UNFINISHED ? null : samples;
}

/** EBU Tech 3306: the size of the whole file, then that of its sound. */
function ds64Of(body: Uint8Array): number | null {
  return body.length < 16 ? null : Number(viewOf(body).getBigUint64(8, true));
}

function parseFormat(fmt: Uint8Array): WavFormat {
  if (fmt.length < SHORTEST_FMT) {
    throw new BrokenSound("a fmt chunk that is cut off");
  }
  const view = viewOf(fmt);
  let tag = view.getUint16(0, true);
  if (tag === EXTENSIBLE && fmt.length >= SUBFORMAT_AT + 2) {
    tag = view.getUint16(SUBFORMAT_AT, true);
  }
  const encoding = ENCODINGS[tag];
  if (!encoding) {
    throw new BrokenSound(
      `format 0x${
        tag.toString(16)
      }; PCM, float, A-law, µ-law, IMA ADPCM and GSM are known`,
    );
  }
  const channels = view.getUint16(2, true);
  if (channels !== 1 && channels !== 2) {
    throw new BrokenSound(`${channels} channels; 1 or 2 are allowed`);
  }
  const bits = view.getUint16(14, true);
  const allowed = BITS[encoding];
  if (allowed && !allowed.includes(bits)) {
    throw new BrokenSound(`${bits} bits; ${allowed.join(", ")} are allowed`);
  }
  const rate = view.getUint32(4, true);
  const blockBytes = view.getUint16(12, true);
  return { encoding, bits, channels, rate, blockBytes };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

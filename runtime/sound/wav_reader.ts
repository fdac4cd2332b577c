/** What a WAV file says about its sound; `data` is still as it was stored. */
export interface WavSound {
  readonly encoding:
    | "pcm"
    | "float"
    | "pcma"
    | "pcmu"
    | "ima-adpcm"
    | "gsm-wav49";
  readonly bits: number;
  readonly channels: number;
  readonly rate: number;
  /** Of a block, or of a sample of all channels. */
  readonly blockBytes: number;
  /** Of each channel: the last block may have room for more; null: unknown. */
  readonly samples: number | null;
  readonly data: Uint8Array;
}

type Format = Omit<WavSound, "data" | "samples">;

const ENCODINGS: Readonly<Record<number, WavSound["encoding"]>> = {
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

const BITS: Readonly<Record<WavSound["encoding"], readonly number[]>> = {
  pcm: [8, 16, 24, 32],
  float: [32],
  pcma: [8],
  pcmu: [8],
  "ima-adpcm": [4],
  "gsm-wav49": [0],
};

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const SHORTEST_FMT = 16;
/** What a writer that could not go back leaves as size. */
const UNFINISHED = 0xffff_ffff;

interface Chunk {
  readonly id: string;
  readonly declared: number;
  /** What of it is really in the file. */
  readonly body: Uint8Array;
}

/**
 * Reads a RIFF/WAVE file, or says in a few words why it is none. Lengths are
 * bounded by the file; one that was cut off, or whose writer never came back to
 * its header, is read to its end. Never throws.
 */
export function parseWav(file: Uint8Array): WavSound | string {
  const isWav = file.length >= RIFF_HEADER && textAt(file, 0) === "RIFF" &&
    textAt(file, 8) === "WAVE";
  if (!isWav) return "not a RIFF/WAVE file";
  let format: Format | string = "no fmt chunk";
  let samples: number | null = null;
  let data: Uint8Array | null = null;
  for (const chunk of chunksOf(file)) {
    if (chunk.id === "fmt ") format = parseFormat(chunk.body);
    if (chunk.id === "fact") samples = samplesIn(chunk.body);
    if (chunk.id === "data") data ??= soundIn(file, chunk);
    if (data && typeof format !== "string") return { ...format, samples, data };
  }
  return typeof format === "string" ? format : "no data chunk";
}

function* chunksOf(file: Uint8Array): Generator<Chunk> {
  const view = viewOf(file);
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= file.length;) {
    const declared = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER;
    const body = file.subarray(start, start + declared);
    yield { id: textAt(file, at), declared, body };
    at = start + declared + declared % 2;
  }
}

/** The stored sound; to the end of the file where its size was never written. */
function soundIn(file: Uint8Array, chunk: Chunk): Uint8Array {
  const riffSize = viewOf(file).getUint32(4, true);
  const neverFilledIn = chunk.declared === UNFINISHED ||
    chunk.declared === 0 && riffSize + CHUNK_HEADER !== file.length;
  if (!neverFilledIn) return chunk.body;
  return file.subarray(chunk.body.byteOffset - file.byteOffset);
}

/** Null of a count that was never filled in. */
function samplesIn(fact: Uint8Array): number | null {
  const samples = fact.length < 4 ? 0 : viewOf(fact).getUint32(0, true);
  return samples === 0 || samples === UNFINISHED ? null : samples;
}

function parseFormat(fmt: Uint8Array): Format | string {
  if (fmt.length < SHORTEST_FMT) return "a fmt chunk that is cut off";
  const view = viewOf(fmt);
  let tag = view.getUint16(0, true);
  if (tag === EXTENSIBLE && fmt.length >= SUBFORMAT_AT + 2) {
    tag = view.getUint16(SUBFORMAT_AT, true);
  }
  const encoding = ENCODINGS[tag];
  if (!encoding) {
    return `format 0x${
      tag.toString(16)
    }; PCM, float, A-law, µ-law, IMA ADPCM and GSM are known`;
  }
  const channels = view.getUint16(2, true);
  if (channels !== 1 && channels !== 2) {
    return `${channels} channels; 1 or 2 are allowed`;
  }
  const bits = view.getUint16(14, true);
  if (!BITS[encoding].includes(bits)) {
    return `${bits} bits; ${BITS[encoding].join(", ")} are allowed`;
  }
  const rate = view.getUint32(4, true);
  const blockBytes = view.getUint16(12, true);
  return { encoding, bits, channels, rate, blockBytes };
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { concat } from "../../../runtime/base/bytes.ts";
import { ascii } from "../wav_files.ts";
import { BitWriter } from "./bit_writer.ts";

/** How a channel is stored (RFC 9639 §9.2). */
export type Subframe =
  | { readonly type: "constant" | "verbatim" }
  | { readonly type: "fixed"; readonly order: 0 | 1 | 2 | 3 | 4 }
  | {
    readonly type: "lpc";
    readonly coefficients: readonly number[];
    readonly shift: number;
  };

export interface FlacLayout {
  readonly rate?: number;
  readonly bits?: number;
  /** How two channels are stored (§4.2). */
  readonly stereo?: "both" | "left-side" | "side-right" | "mid-side";
  readonly subframe?: Subframe;
  readonly blockSize?: number;
  /** Rice partitions are two to this power; the width in them. */
  readonly partitions?: number;
  readonly riceBits?: number;
  /** Stores residuals in plain, with so many bits. */
  readonly escapedBits?: number;
  /** Lowest bits that are zero in all samples, and are left out. */
  readonly wasted?: number;
  /** What the stream says of its length; the true one unless told. */
  readonly says?: number;
  /** Metadata blocks that stand before the sound: type and body. */
  readonly blocks?: readonly (readonly [type: number, body: Uint8Array])[];
}

const STEREO = { "both": 1, "left-side": 8, "side-right": 9, "mid-side": 10 };
const FIXED: readonly (readonly number[])[] = [
  [],
  [1],
  [2, -1],
  [3, -3, 1],
  [4, -6, 4, -1],
];

/** A FLAC file made by hand of one channel or two, bit by bit. */
export function flacFile(
  channels: readonly ArrayLike<number>[],
  layout: FlacLayout = {},
): Uint8Array<ArrayBuffer> {
  const { blockSize = 576, blocks = [] } = layout;
  const { length } = channels[0];
  const metadata = [[0, streamInfo(channels, layout)] as const, ...blocks];
  const heads = metadata.map(([type, body], n) => {
    const last = n === metadata.length - 1 ? 0x80 : 0;
    const head = new BitWriter().put(last | type, 8).put(body.length, 24);
    return concat([head.bytes, body]);
  });
  const frames: Uint8Array[] = [];
  for (let at = 0; at < length; at += blockSize) {
    const block = channels.map((channel) =>
      Array.from(channel).slice(at, at + blockSize)
    );
    frames.push(frame(block, frames.length, layout));
  }
  return concat([ascii("fLaC"), ...heads, ...frames]);
}

function streamInfo(
  channels: readonly ArrayLike<number>[],
  { rate = 8000, bits = 16, blockSize = 576, says }: FlacLayout,
): Uint8Array {
  return new BitWriter()
    .put(blockSize, 16).put(blockSize, 16).put(0, 24).put(0, 24)
    .put(rate, 20).put(channels.length - 1, 3).put(bits - 1, 5)
    .put(says ?? channels[0].length, 36)
    .put(0, 64).put(0, 64)
    .bytes;
}

/** With its block size in 16 bits, and its rate and bits as the stream says. */
function frame(
  channels: number[][],
  number: number,
  layout: FlacLayout,
): Uint8Array {
  const { stereo = "both" } = layout;
  const kind = channels.length === 1 ? 0 : STEREO[stereo];
  const head = new BitWriter().put(0b111111111111100, 15).put(0, 1)
    .put(7, 4).put(0, 4).put(kind, 4).put(0, 3).put(0, 1);
  putNumber(head, number);
  head.put(channels[0].length - 1, 16);
  const writer = new BitWriter();
  for (const byte of head.bytes) writer.put(byte, 8);
  writer.put(crc(head.bytes, 8, 0x07), 8);
  const stored = channels.length === 1 ? channels : paired(channels, stereo);
  stored.forEach((channel, n) => {
    const side = stereo === "side-right" ? 0 : 1;
    const isSide = channels.length === 2 && stereo !== "both" && n === side;
    putSubframe(
      writer,
      channel,
      (layout.bits ?? 16) + (isSide ? 1 : 0),
      layout,
    );
  });
  const body = writer.align().bytes;
  const sum = new BitWriter().put(crc(body, 16, 0x8005), 16);
  return concat([body, sum.bytes]);
}

/** §9.1.5, numbers below 65,536. */
function putNumber(writer: BitWriter, number: number): void {
  if (number < 0x80) writer.put(number, 8);
  else if (number < 0x800) writer.put(0b110, 3).put(number >> 6, 5);
  else {
    writer.put(0b1110, 4).put(number >> 12, 4);
    writer.put(0b10, 2).put(number >> 6 & 63, 6);
  }
  if (number >= 0x80) writer.put(0b10, 2).put(number & 63, 6);
}

function paired(
  [left, right]: number[][],
  stereo: NonNullable<FlacLayout["stereo"]>,
): number[][] {
  const side = left.map((level, n) => level - right[n]);
  if (stereo === "left-side") return [left, side];
  if (stereo === "side-right") return [side, right];
  if (stereo === "both") return [left, right];
  return [left.map((level, n) => Math.floor((level + right[n]) / 2)), side];
}

function putSubframe(
  writer: BitWriter,
  samples: number[],
  bits: number,
  layout: FlacLayout,
): void {
  const { subframe = { type: "verbatim" }, wasted = 0 } = layout;
  const width = bits - wasted;
  const levels = samples.map((level) => level / 2 ** wasted);
  writer.put(0, 1).put(typeOf(subframe), 6).put(wasted ? 1 : 0, 1);
  if (wasted) writer.unary(wasted - 1);
  switch (subframe.type) {
    case "constant":
      return void writer.put(levels[0], width);
    case "verbatim":
      return levels.forEach((level) => writer.put(level, width));
    case "fixed":
      return putPredicted(
        writer,
        levels,
        width,
        FIXED[subframe.order],
        0,
        layout,
      );
    case "lpc":
      return putLpc(writer, levels, width, subframe, layout);
  }
}

function typeOf(subframe: Subframe): number {
  switch (subframe.type) {
    case "constant":
      return 0;
    case "verbatim":
      return 1;
    case "fixed":
      return 8 + subframe.order;
    case "lpc":
      return 31 + subframe.coefficients.length;
  }
}

const PRECISION = 12;

function putLpc(
  writer: BitWriter,
  levels: number[],
  width: number,
  { coefficients, shift }: Extract<Subframe, { type: "lpc" }>,
  layout: FlacLayout,
): void {
  for (const level of levels.slice(0, coefficients.length)) {
    writer.put(level, width);
  }
  writer.put(PRECISION - 1, 4).put(shift, 5);
  for (const coefficient of coefficients) writer.put(coefficient, PRECISION);
  putResidual(
    writer,
    residualOf(levels, coefficients, shift),
    layout,
    coefficients.length,
  );
}

function putPredicted(
  writer: BitWriter,
  levels: number[],
  width: number,
  coefficients: readonly number[],
  shift: number,
  layout: FlacLayout,
): void {
  for (const level of levels.slice(0, coefficients.length)) {
    writer.put(level, width);
  }
  putResidual(
    writer,
    residualOf(levels, coefficients, shift),
    layout,
    coefficients.length,
  );
}

/** Zero where the predictor is still to be warmed up. */
function residualOf(
  levels: readonly number[],
  coefficients: readonly number[],
  shift: number,
): number[] {
  return levels.map((level, n) => {
    if (n < coefficients.length) return 0;
    const sum = coefficients.reduce(
      (sum, c, k) => sum + c * levels[n - 1 - k],
      0,
    );
    return level - Math.floor(sum / 2 ** shift);
  });
}

function putResidual(
  writer: BitWriter,
  residual: readonly number[],
  { partitions = 0, riceBits = 6, escapedBits }: FlacLayout,
  order: number,
): void {
  const wide = riceBits > 14;
  const paramBits = wide ? 5 : 4;
  const length = residual.length / 2 ** partitions;
  const divides = Number.isInteger(length);
  writer.put(wide ? 1 : 0, 2).put(divides ? partitions : 0, 4);
  const step = divides ? length : residual.length;
  for (let at = 0; at < residual.length; at += step) {
    const part = residual.slice(Math.max(at, order), at + step);
    if (escapedBits !== undefined) {
      writer.put(2 ** paramBits - 1, paramBits).put(escapedBits, 5);
      part.forEach((rest) => writer.put(rest, escapedBits));
      continue;
    }
    writer.put(riceBits, paramBits);
    for (const rest of part) {
      const code = rest >= 0 ? 2 * rest : -2 * rest - 1;
      writer.unary(Math.floor(code / 2 ** riceBits)).put(
        code % 2 ** riceBits,
        riceBits,
      );
    }
  }
}

/** Bit by bit, by its definition. */
function crc(bytes: Uint8Array, width: number, polynomial: number): number {
  let rest = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const out = rest >> width - 1 & 1 ^ byte >> bit & 1;
      rest = (rest << 1 & 2 ** width - 1) ^ (out ? polynomial : 0);
    }
  }
  return rest;
}

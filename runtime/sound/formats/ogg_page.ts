import { crcOf } from "./crc.ts";

/** A page of an Ogg file (RFC 3533 §6); its bytes are views. */
export interface OggPage {
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** What the sound's own rules say of the place behind it; −1: nothing. */
  readonly position: number;
  readonly serial: number;
  readonly sequence: number;
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
  /** Of all of it. */
  readonly bytes: number;
}

const HEADER_BYTES = 27;
export const LONGEST_PAGE = HEADER_BYTES + 255 + 255 * 255;
const CHECKSUM_AT = 22;

const crc = crcOf(32, 0x04c1_1db7);

/** The page at the beginning of bytes, or in one word why there is none. */
export function parseOggPage(
  bytes: Uint8Array,
): OggPage | "short" | "none" | "damaged" {
  const mark = [..."OggS"].every((letter, n) =>
    n >= bytes.length || bytes[n] === letter.charCodeAt(0)
  );
  if (!mark) return "none";
  if (bytes.length < HEADER_BYTES) return "short";
  const segments = HEADER_BYTES + bytes[HEADER_BYTES - 1];
  const lacing = bytes.subarray(HEADER_BYTES, segments);
  const end = lacing.reduce((sum, length) => sum + length, segments);
  if (bytes.length < end) return "short";
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const page = bytes.slice(0, end);
  page.fill(0, CHECKSUM_AT, CHECKSUM_AT + 4);
  if (crc(page) !== view.getUint32(CHECKSUM_AT, true)) return "damaged";
  const flags = bytes[5];
  return {
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    position: Number(view.getBigInt64(6, true)),
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    lacing,
    body: bytes.subarray(segments, end),
    bytes: end,
  };
}

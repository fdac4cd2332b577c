import { textOf } from "../../base/bytes.ts";
import { MPEG_HEADER_BYTES, type MpegFrame } from "./mpeg_frame.ts";

/** What the first frame of an MP3 file says in place of sound. */
export interface Xing {
  /** Frames that follow; null: it does not say. */
  readonly frames: number | null;
  /** Samples that the encoder put before the sound, and behind it. */
  readonly delay: number;
  readonly padding: number;
}

const CRC_BYTES = 2;
/** Where Fraunhofer's stands, whatever the frame; its count of frames in it. */
const VBRI_AT = MPEG_HEADER_BYTES + 32;
const VBRI_FRAMES = 14;
/** What the flags say that follows them, and how long it is. */
const FIELDS = [[1, 4], [2, 4], [4, 100], [8, 4]] as const;
const FRAMES = 1;
/** LAME's addition to it: where in that delay and padding stand, 12 bits each. */
const LAME_DELAYS = 21;

/** Null where the frame holds sound. Xing's, with LAME's addition; Fraunhofer's. */
export function parseXing(frame: Uint8Array, header: MpegFrame): Xing | null {
  const at = MPEG_HEADER_BYTES + sideBytes(header) +
    (header.hasCrc ? CRC_BYTES : 0);
  if (["Xing", "Info"].includes(wordAt(frame, at))) return xing(frame, at);
  if (wordAt(frame, VBRI_AT) !== "VBRI") return null;
  return { frames: number(frame, VBRI_AT + VBRI_FRAMES), delay: 0, padding: 0 };
}

function xing(frame: Uint8Array, at: number): Xing {
  const flags = number(frame, at + 4) ?? 0;
  const frames = flags & FRAMES ? number(frame, at + 8) : null;
  const lame = FIELDS.reduce(
    (end, [flag, bytes]) => end + (flags & flag ? bytes : 0),
    at + 8,
  );
  const delays = number(frame, lame + LAME_DELAYS);
  if (delays === null || frame[lame] === 0) {
    return { frames, delay: 0, padding: 0 };
  }
  return { frames, delay: delays >>> 20, padding: delays >>> 8 & 0xfff };
}

/** ISO/IEC 11172-3 §2.4.1.7, 13818-3 §2.4.1.7: the side information. */
function sideBytes({ version, channels }: MpegFrame): number {
  if (version === 1) return channels === 1 ? 17 : 32;
  return channels === 1 ? 9 : 17;
}

function wordAt(bytes: Uint8Array, at: number): string {
  return textOf(bytes.subarray(at, at + 4));
}

/** Null behind the end of the frame. */
function number(bytes: Uint8Array, at: number): number | null {
  if (bytes.length < at + 4) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

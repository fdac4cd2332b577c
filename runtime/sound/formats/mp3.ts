import type { MPEGDecoder } from "mpg123-decoder";
import { meanOf } from "./block_decoder.ts";
import type { ByteStream } from "./byte_stream.ts";
import {
  areAlike,
  MPEG_HEADER_BYTES,
  type MpegFrame,
  parseMpegFrame,
} from "./mpeg_frame.ts";
import { BrokenSound, type Track } from "./track.ts";
import { parseXing, type Xing } from "./xing.ts";

/** How far into a file the first frame is looked for. */
const FURTHEST = 64 * 1024;
/** Layer II, 160 kbit/s at 8 kHz; and the header of the next. */
const LONGEST_FRAME = 2881 + MPEG_HEADER_BYTES;
/** A quarter of a second is decoded at once: a beginning costs no more than it must. */
const PIECES_A_SECOND = 4;
/** What a decoder adds to the delay of the encoder (LAME: DECDELAY). */
const DECODER_DELAY = 529;

/** Whether two frames follow each other where the stream stands. */
export async function beginsWithMpeg(stream: ByteStream): Promise<boolean> {
  const more = await stream.need(2 * LONGEST_FRAME);
  return findFrame(stream.ahead, null, !more) === 0;
}

/**
 * Opens MPEG audio of any layer. mpg123 takes anything for sound, so the
 * frames are found here, and nothing else is given to it.
 * @throws {BrokenSound}
 */
export async function openMp3(stream: ByteStream): Promise<Track> {
  const more = await stream.need(FURTHEST);
  const start = findFrame(stream.ahead, null, !more);
  if (start === null) throw new BrokenSound("no MP3 frames in it");
  stream.drop(start);
  const frame = parseMpegFrame(stream.ahead);
  if (!frame) throw new TypeError("A frame was found that is none");
  const xing = parseXing(stream.ahead.subarray(0, frame.bytes), frame);
  if (xing) stream.drop(frame.bytes);
  return new Mp3Track(stream, await openMpg123(), frame, xing);
}

/** A decoder to be freed; the first one takes tens of milliseconds. */
export async function openMpg123(): Promise<MPEGDecoder> {
  const { MPEGDecoder } = await import("mpg123-decoder");
  // It would take off what is taken off here, where it knows of the delay.
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  return decoder;
}

/** LAME's delay: it made most of the files that say nothing. */
const NOTHING_SAID: Xing = { frames: null, delay: 576, padding: 0 };

class Mp3Track implements Track {
  readonly rate: number;
  readonly length: number | null;
  readonly #stream: ByteStream;
  readonly #decoder: MPEGDecoder;
  readonly #frame: MpegFrame;
  /** Samples before the sound that are still to come. */
  #skip: number;
  #left: number;

  constructor(
    stream: ByteStream,
    decoder: MPEGDecoder,
    frame: MpegFrame,
    xing: Xing | null,
  ) {
    this.#stream = stream;
    this.#decoder = decoder;
    this.#frame = frame;
    this.rate = frame.rate;
    const { delay, padding, frames } = xing ?? NOTHING_SAID;
    this.#skip = delay > 0 ? delay + DECODER_DELAY : 0;
    const told = frames
      ? Math.max(0, frames * frame.samples - delay - padding)
      : null;
    this.length = told ?? guessedLength(stream, frame);
    this.#left = told ?? Infinity;
  }

  async read(): Promise<Float32Array | null> {
    while (this.#left > 0) {
      const frames = await this.#frames();
      if (frames === null) return null;
      const sound = this.#trimmed(this.#decode(frames));
      if (sound.length > 0) return sound;
    }
    return null;
  }

  close(): void {
    this.#decoder.free();
  }

  #decode(frames: Uint8Array): Float32Array {
    const { channelData } = this.#decoder.decode(frames);
    return meanOf(channelData);
  }

  #trimmed(sound: Float32Array): Float32Array {
    const skipped = Math.min(this.#skip, sound.length);
    this.#skip -= skipped;
    const kept = sound.subarray(skipped, skipped + this.#left);
    this.#left -= kept.length;
    return kept;
  }

  /** The next frames that follow each other; what is none is passed over. */
  async #frames(): Promise<Uint8Array | null> {
    while (this.#stream.ahead.length > 0 || await this.#stream.need(1)) {
      const more = await this.#stream.need(2 * LONGEST_FRAME);
      const { ahead } = this.#stream;
      const end = this.#runIn(ahead);
      if (end > 0) {
        this.#stream.drop(end);
        return ahead.subarray(0, end);
      }
      const next = findFrame(ahead, this.#frame, !more);
      const searched = more ? ahead.length - LONGEST_FRAME : ahead.length;
      this.#stream.drop(next ?? searched);
    }
    return null;
  }

  /** How far whole frames reach, one piece at most. */
  #runIn(bytes: Uint8Array): number {
    const most = this.rate / PIECES_A_SECOND / this.#frame.samples;
    let end = 0;
    for (let n = 0; n < most; n++) {
      const frame = parseMpegFrame(bytes, end);
      if (!frame || !areAlike(frame, this.#frame)) break;
      if (end + frame.bytes > bytes.length) break;
      end += frame.bytes;
    }
    return end;
  }
}

/**
 * How long all is if its bit rate stays that of the frames ahead: sure where it
 * is constant, as it mostly is where a file does not tell its length.
 */
function guessedLength(
  { ahead, at, size }: ByteStream,
  like: MpegFrame,
): number | null {
  let [frames, end] = [0, 0];
  for (
    let frame = parseMpegFrame(ahead);
    frame && areAlike(frame, like);
    frame = parseMpegFrame(ahead, end)
  ) {
    frames++;
    end += frame.bytes;
  }
  return frames > 0
    ? Math.round(frames * (size - at) / end) * like.samples
    : null;
}

/**
 * Where the first frame begins that another follows, or the end of the file;
 * null where none does.
 */
function findFrame(
  bytes: Uint8Array,
  like: MpegFrame | null,
  isEnd: boolean,
): number | null {
  for (
    let at = bytes.indexOf(0xff);
    at >= 0;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    const frame = parseMpegFrame(bytes, at);
    if (!frame || like && !areAlike(frame, like)) continue;
    const end = at + frame.bytes;
    if (isEnd && end === bytes.length) return at;
    const next = parseMpegFrame(bytes, end);
    if (next && areAlike(frame, next)) return at;
  }
  return null;
}

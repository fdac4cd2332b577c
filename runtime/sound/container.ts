import { SAMPLE_RATE } from "../base/units.ts";
import type { RecordFormat } from "../media/sound_messages.ts";
import { MP3_KBPS } from "./mp3_encoder.ts";
import {
  blockAlign,
  samplesIn,
  wavHeader,
  wavHeaderLength,
} from "./wav_writer.ts";

/** What is recorded. */
export interface RecordingLayout {
  readonly format: RecordFormat;
  readonly channels: 1 | 2;
}

/** How the sound of a recording lies in its file. */
export interface Container {
  readonly headerBytes: number;
  /** Bytes of sound that stay together. */
  readonly blockBytes: number;
  /** Whether an odd length is made even by a byte behind it. */
  readonly isEven: boolean;
  /** For so many bytes of sound, or `UNKNOWN_LENGTH`, of so many samples. */
  header(bytes: number, samples?: number): Uint8Array;
  /** Of each channel, in so many bytes of sound. */
  samplesIn(bytes: number): number;
}

export function containerOf(layout: RecordingLayout): Container {
  const { format, channels } = layout;
  if (format === "mp3") return mp3Stream(channels);
  return {
    headerBytes: wavHeaderLength(format),
    blockBytes: blockAlign(format, channels),
    // RIFF: a chunk of odd length is padded, which its size does not count.
    isEven: true,
    header: (bytes, samples) => wavHeader(format, bytes, channels, samples),
    samplesIn: (bytes) => samplesIn(format, bytes, channels),
  };
}

/** Frames that need nothing around them, of a constant bit rate. */
function mp3Stream(channels: 1 | 2): Container {
  const bytesPerSecond = MP3_KBPS[channels] * 1000 / 8;
  return {
    headerBytes: 0,
    blockBytes: 1,
    isEven: false,
    header: () => new Uint8Array(),
    samplesIn: (bytes) => Math.floor(bytes * SAMPLE_RATE / bytesPerSecond),
  };
}

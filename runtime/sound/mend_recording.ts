import {
  type Container,
  containerOf,
  type RecordingLayout,
} from "./container.ts";
import { lockForWriting } from "./lock_for_writing.ts";
import { whatIsAt } from "./what_is_at.ts";
import { UNKNOWN_LENGTH } from "./wav_writer.ts";

/**
 * Completes a recording that nobody completed: its header says what is there,
 * and half a block at its end goes. What is complete, is written by somebody now,
 * or is no such recording, stays as it is.
 * @returns whether there was anything to do
 * @throws what the system says
 */
export async function mendRecording(
  path: string,
  layout: RecordingLayout,
): Promise<boolean> {
  if (!(await whatIsAt(path))?.isFile) return false;
  using file = await Deno.open(path, { read: true, write: true });
  if (!await lockForWriting(file)) return false;
  const container = containerOf(layout);
  const { size } = await file.stat();
  const header = new Uint8Array(container.headerBytes);
  const found = header.subarray(0, await file.read(header) ?? 0);
  const length = lengthToBe(container, found, size);
  if (length === null) return false;
  const end = container.headerBytes + length;
  await file.truncate(end);
  // What is longer than its content ends in zeros, such as a pad byte.
  await file.truncate(end + paddingOf(container, length));
  await file.seek(0, Deno.SeekMode.Start);
  await file.write(container.header(length));
  await file.sync();
  return true;
}

/** Bytes of sound that the header is to tell; null where nothing is to do. */
function lengthToBe(
  container: Container,
  found: Uint8Array,
  size: number,
): number | null {
  const { headerBytes, blockBytes } = container;
  if (size < headerBytes) {
    return isBeginningOf(container.header(UNKNOWN_LENGTH), found) ? 0 : null;
  }
  const told = toldLength(container, found);
  if (told === null) return null;
  if (headerBytes + told + paddingOf(container, told) === size) return null;
  return size - headerBytes - (size - headerBytes) % blockBytes;
}

/** By a header that we have written; null of all others. */
function toldLength(container: Container, header: Uint8Array): number | null {
  if (header.length === 0) return null;
  const view = new DataView(header.buffer);
  const bytes = view.getUint32(header.length - 4, true);
  // Where there is a `fact` chunk it stands before that of the sound.
  const samples = view.getUint32(header.length - 12, true);
  const ours = container.header(bytes, samples);
  return isBeginningOf(ours, header) ? bytes : null;
}

function paddingOf({ isEven }: Container, length: number): number {
  return isEven ? length % 2 : 0;
}

function isBeginningOf(whole: Uint8Array, part: Uint8Array): boolean {
  return part.every((byte, n) => byte === whole[n]);
}

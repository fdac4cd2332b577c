import { GatheredBytes } from "./gathered_bytes.ts";

/**
 * All that comes of a stream.
 * @param given when it is aborted nothing more is read
 * @throws {RangeError} more than `most` bytes come; the stream is then left
 */
export async function readBounded(
  stream: ReadableStream<Uint8Array>,
  most: number,
  given: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const leave = () => void reader.cancel().catch(() => {});
  given.addEventListener("abort", leave);
  const gathered = new GatheredBytes();
  try {
    for (
      let { value } = await reader.read();
      value !== undefined;
      { value } = await reader.read()
    ) {
      gathered.append(value);
      if (gathered.length > most) throw new RangeError(`over ${most} bytes`);
    }
    return gathered.bytes.slice();
  } finally {
    given.removeEventListener("abort", leave);
    leave();
  }
}

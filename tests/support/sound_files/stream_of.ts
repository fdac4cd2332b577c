import { ByteStream } from "../../../runtime/sound/formats/byte_stream.ts";
import { FileInMemory } from "../../../runtime/sound/formats/file_in_memory.ts";

/** Bytes as a file that is read. */
export function streamOf(bytes: Uint8Array): ByteStream {
  return new ByteStream(new FileInMemory(bytes), bytes.length);
}

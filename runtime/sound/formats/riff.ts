import type { ByteStream } from "./byte_stream.ts";
import { BrokenSound } from "./track.ts";

/** How the chunks of a file are laid out. */
export interface RiffLayout {
  readonly idBytes: number;
  readonly sizeBytes: 4 | 8;
  /** What of the chunk's own head its size counts. */
  readonly counted: number;
  /** Chunks begin at multiples of it. */
  readonly alignment: number;
}

export const RIFF: RiffLayout = {
  idBytes: 4,
  sizeBytes: 4,
  counted: 0,
  alignment: 2,
};

/** Sony's Wave64: the same with GUIDs, which begin with the four letters. */
export const WAVE64: RiffLayout = {
  idBytes: 16,
  sizeBytes: 8,
  counted: 24,
  alignment: 8,
};

export interface Chunk {
  readonly id: string;
  /** Bytes of its body as it says; the file may have fewer. */
  readonly declared: number;
  /** Bytes of the file, as its head says. */
  readonly riffSize: number;
  /** The beginning of its body, so many bytes at most. */
  body(most: number): Promise<Uint8Array>;
}

/** Before its sound no file has more. */
const MOST_CHUNKS = 1000;

/**
 * The chunks of a file in their order, each with the stream at its body. What
 * they say of their lengths never leads behind the end of the file.
 * @throws {BrokenSound}
 */
export async function* chunksOf(
  stream: ByteStream,
  layout: RiffLayout,
): AsyncGenerator<Chunk> {
  const { idBytes, counted, alignment } = layout;
  const head = await headOf(stream, layout);
  const wave = textAt(await stream.take(idBytes));
  if (head === null || wave.toUpperCase() !== "WAVE") {
    throw new BrokenSound("not a RIFF/WAVE file");
  }
  const riffSize = head.size + idBytes + layout.sizeBytes - counted;
  for (let n = 0; n < MOST_CHUNKS; n++) {
    const chunk = await headOf(stream, layout);
    if (chunk === null) return;
    if (chunk.size < counted) throw new BrokenSound("a chunk of no length");
    const declared = chunk.size - counted;
    const start = stream.at;
    const body = (most: number) => stream.take(Math.min(most, declared));
    yield { id: chunk.id, declared, riffSize, body };
    const padding = -declared % alignment + alignment;
    await stream.goTo(start + declared + padding % alignment);
  }
  throw new BrokenSound(`more than ${MOST_CHUNKS} chunks before the sound`);
}

async function headOf(
  stream: ByteStream,
  { idBytes, sizeBytes }: RiffLayout,
): Promise<{ id: string; size: number } | null> {
  const head = await stream.take(idBytes + sizeBytes);
  if (head.length < idBytes + sizeBytes) return null;
  const view = new DataView(head.buffer, head.byteOffset + idBytes, sizeBytes);
  const size = sizeBytes === 4
    ? view.getUint32(0, true)
    : Number(view.getBigUint64(0, true));
  return { id: textAt(head), size };
}

function textAt(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 4));
}

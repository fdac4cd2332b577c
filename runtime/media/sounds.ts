import { type Blocks, blocksOf } from "./blocks.ts";
import type { SoundId } from "./messages.ts";
import type {
  MediaToSound,
  ReaderId,
  SoundPart,
  SoundToMedia,
} from "./sound_messages.ts";
import { type Beginning, SoundReader } from "./sound_reader.ts";

/** The sounds that can be played, and who reads in them. */
export class Sounds {
  readonly #beginnings = new Map<SoundId, Beginning>();
  readonly #readers = new Map<ReaderId, SoundReader>();
  readonly #ask: (message: MediaToSound) => void;
  #lastReader = 0;

  /** @param ask tells the sound thread */
  constructor(ask: (message: MediaToSound) => void) {
    this.#ask = ask;
  }

  /** A message of the sound thread. */
  take(message: SoundToMedia): void {
    switch (message.type) {
      case "sound": {
        const { sound, segments, last: isWhole } = message;
        const blocks = inBlocks(segments);
        return void this.#beginnings.set(sound, { blocks, isWhole });
      }
      case "part": {
        const { reader, segments, last } = message;
        const blocks = inBlocks(segments);
        return this.#readers.get(reader)?.take(blocks, last);
      }
      case "broken":
        return this.#readers.get(message.reader)?.break(message.error);
      case "forget":
        return void this.#beginnings.delete(message.sound);
    }
  }

  /** From its beginning; null while that is on its way. To be closed. */
  read(sound: SoundId): SoundReader | null {
    const beginning = this.#beginnings.get(sound);
    if (!beginning) return null;
    const reader = ++this.#lastReader;
    const opened = new SoundReader(beginning, {
      pull: (from) => this.#ask({ type: "pull", sound, reader, from }),
      leave: () => this.#leave(sound, reader, beginning),
    });
    if (!beginning.isWhole) this.#readers.set(reader, opened);
    return opened;
  }

  #leave(sound: SoundId, reader: ReaderId, { isWhole }: Beginning): void {
    if (isWhole) return;
    this.#readers.delete(reader);
    this.#ask({ type: "leave", sound, reader });
  }
}

function inBlocks(segments: SoundPart["segments"]): Blocks {
  return segments.flatMap((segment) => blocksOf(new Int16Array(segment)));
}

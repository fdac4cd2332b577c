/**
 * Every message that crosses between the sound thread and the others. Audio
 * crosses as whole blocks; no 20 ms frame ever does.
 */
import type { LanguageName, Reading, Speech, Words } from "./content.ts";
import type { RecordingId, SoundId } from "./messages.ts";

/** A number that the media thread gives to one who reads a sound. */
export type ReaderId = number;

/** What the sound thread is told once, when it starts. */
export interface SoundSettings {
  /** Holds `prompts/` and `recordings/`, where relative names are looked up. */
  readonly dataDir: string;
  /** Further folders below which absolute names may lie. */
  readonly soundRoots: readonly string[];
  /** `host[:port]` of servers whose files may be played; none where left out. */
  readonly soundHosts?: readonly string[];
  /** In which numbers and dates are read; zh-CN where it is left out. */
  readonly language?: LanguageName;
  /** What speaks texts: the folder of what it has spoken; eSpeak NG unless told. */
  readonly speechEngine?: string;
  /** What decoded sounds may take that are kept; 128 where it is left out. */
  readonly cacheMegabytes?: number;
}

/** How a recording is stored: `record_format` 1 to 6 of the specification. */
export type RecordFormat =
  | "pcm-u8"
  | "pcma"
  | "pcmu"
  | "ima-adpcm"
  | "gsm-wav49"
  | "mp3";

export type ToSound =
  | {
    type: "start";
    settings: SoundSettings;
    media: MessagePort;
    /** To be rung after each message to the media thread. */
    bell: SharedArrayBuffer;
  }
  | { type: "load"; sound: SoundId; path: string }
  /** Loads a text that is read aloud. */
  | { type: "say"; sound: SoundId; item: Reading | Speech }
  /** Answer `speak`. */
  | { type: "spoken"; speaking: number; file: Uint8Array<ArrayBuffer> }
  | { type: "notSpoken"; speaking: number; error: string }
  | { type: "unload"; sound: SoundId }
  | {
    type: "create";
    recording: RecordingId;
    path: string;
    format: RecordFormat;
    channels: 1 | 2;
    /** `silent` is told after so many samples of silence; null: never. */
    maxSilence: number | null;
  }
  | { type: "collectGarbage" }
  | { type: "stop" };

/** Which fault of `base/fault.ts` the caller is told. */
export type SoundFault = "forbiddenPath" | "badParams" | "internal";

export type FromSound =
  | { type: "started" }
  /** A recording that a crash had left; `error` says why it still is as it was. */
  | { type: "mended"; path: string; error: string | null }
  /** Its beginning can be played; the length as far as that is known. */
  | { type: "loaded"; sound: SoundId; samples: number | null }
  /** Asks for a text to be spoken. */
  | { type: "speak"; speaking: number; words: Words }
  | { type: "notLoaded"; sound: SoundId; fault: SoundFault; error: string }
  /** Nobody has spoken for `maxSilence`; once. */
  | { type: "silent"; recording: RecordingId }
  /**
   * The file is closed: complete on disk, or `error` says what went wrong on
   * the way, and what was written before is kept; of one that could not be
   * created that is nothing.
   */
  | {
    type: "finished";
    recording: RecordingId;
    samples: number;
    bytes: number;
    error: string | null;
  }
  /** Answers `stop`: every file is complete, the thread may go. */
  | { type: "stopped" };

/**
 * A piece of a sound: in memory that is shared with who else plays it, or else
 * changes hands. Each segment but the last of the sound is of whole blocks
 * (`blocks.ts`), and there is at least one, or the sound ends.
 */
export interface SoundPart {
  readonly segments: readonly (SharedArrayBuffer | ArrayBuffer)[];
  readonly last: boolean;
}

/** Straight from the sound to the media thread, past the control thread. */
export type SoundToMedia =
  /** Its beginning; `last`: all of it. */
  | { type: "sound"; sound: SoundId } & SoundPart
  /** Answers `pull`. */
  | { type: "part"; reader: ReaderId } & SoundPart
  /** Answers `pull`: it cannot be read any further. */
  | { type: "broken"; reader: ReaderId; error: string }
  | { type: "forget"; sound: SoundId };

/**
 * Straight from the media to the sound thread, past the control thread: so it
 * may be there before the order that creates the file.
 */
export type MediaToSound =
  | { type: "chunk"; recording: RecordingId; samples: Int16Array<ArrayBuffer> }
  | { type: "end"; recording: RecordingId }
  /** A reader needs what begins at this sample, behind a part that it has. */
  | { type: "pull"; sound: SoundId; reader: ReaderId; from: number }
  /** It reads no more. */
  | { type: "leave"; sound: SoundId; reader: ReaderId };

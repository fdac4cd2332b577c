import { camelMembers } from "../base/names.ts";
import type { Call } from "./call.ts";
import { ConferenceEnded } from "./conference_ended.ts";
import type { ConferenceEvents } from "./event.ts";
import type {
  ConferencePart,
  ConferencePlayOptions,
  ConferenceRecordOptions,
  PlayContent,
} from "./parameters.ts";
import { isRecord } from "./record.ts";
import type { Remote, RemoteKind } from "./remote.ts";

const AN_HOUR = 3600;

/** No event of a conference tells an error. */
export const CONFERENCE: RemoteKind = {
  family: "sys.conf",
  ended: (resId, reason) => new ConferenceEnded(resId, reason),
  refusal: () => null,
};

/**
 * A conference of the node; `Call.enter` brings a call in. A play or recording
 * resolves with its completed event, however it ended; it rejects with
 * `RpcError` when the node refuses it.
 */
export class Conference {
  /** Resolves when the conference is over, however that came. */
  readonly released: Promise<ConferenceEvents["conferenceReleased"]>;
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.#remote = remote;
    this.released = remote.expect("conferenceReleased").arrived;
  }

  get resId(): string {
    return this.#remote.resId;
  }

  /** Whether the node has said that it is over. */
  get ended(): boolean {
    return this.#remote.ended;
  }

  /** Plays to all who are in it. */
  play(
    content: PlayContent,
    options: ConferencePlayOptions = {},
  ): Promise<ConferenceEvents["conferencePlayCompleted"]> {
    return this.#remote.act("conferencePlayCompleted", "play_start", {
      content,
      ...options,
    });
  }

  playStop(): Promise<void> {
    return this.#remote.tell("play_stop");
  }

  /** Records all that sounds in it. */
  record(
    recordFile: string,
    options: ConferenceRecordOptions = {},
  ): Promise<ConferenceEvents["conferenceRecordCompleted"]> {
    return this.#remote.act("conferenceRecordCompleted", "record_start", {
      recordFile,
      maxSeconds: AN_HOUR,
      ...options,
    });
  }

  recordStop(): Promise<void> {
    return this.#remote.tell("record_stop");
  }

  /** Who is in it, in the order in which they came. */
  async parts(): Promise<readonly ConferencePart[]> {
    const parts = await this.#remote.ask("get_parts");
    if (!Array.isArray(parts)) return [];
    // The types are those of the table by which the node says it.
    return parts.filter(isRecord).map(camelMembers) as ConferencePart[];
  }

  /** 1: is heard and hears, 2: is heard, 3: hears, 4: neither. */
  setVoiceMode(call: Call, mode: number): Promise<void> {
    const callResId = call.resId;
    return this.#remote.tell("set_part_voice_mode", { callResId, mode });
  }

  /** How loud a member is for the others, in percent. */
  setVolume(call: Call, volume: number): Promise<void> {
    const callResId = call.resId;
    return this.#remote.tell("set_part_volume", { callResId, volume });
  }

  /** With how many left it is dissolved; below 0: never. */
  setPartsThreshold(value: number): Promise<void> {
    return this.#remote.tell("set_parts_threshold", { value });
  }

  /** Ends it; its members stay up. */
  release(): Promise<void> {
    return this.#remote.tell("release");
  }

  /** Keeps the node from ending one that is empty for long. */
  nop(): Promise<void> {
    return this.#remote.tell("nop");
  }

  exists(): Promise<boolean> {
    return this.#remote.exists();
  }
}

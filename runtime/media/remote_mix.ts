import type { MixPart } from "../core/gain.ts";
import { type Ended, Endings } from "./endings.ts";
import type { MediaMix, MediaPort, RecordedChannels, Stop } from "./media.ts";
import type { RecordingId, SoundId } from "./messages.ts";
import type { FromMix, MixId, RecordedPorts, ToMix } from "./mix_messages.ts";

/** A mix of the media thread as the control thread holds it. */
export class RemoteMix implements MediaMix {
  readonly #id: MixId;
  readonly #order: (message: ToMix) => void;
  readonly #ended: () => void;
  readonly #playbacks = new Endings();
  readonly #recordings = new Endings();
  #lastId = 0;
  #closed = false;

  /** @param ended told once, when it is closed */
  constructor(
    id: MixId,
    order: (message: ToMix) => void,
    ended: () => void,
  ) {
    this.#id = id;
    this.#order = order;
    this.#ended = ended;
  }

  join(port: MediaPort, part: MixPart = {}): void {
    this.#tell({ type: "joinMix", mix: this.#id, port: port.id, part });
  }

  leave(port: MediaPort): void {
    this.#tell({ type: "leaveMix", mix: this.#id, port: port.id });
  }

  play(
    sounds: readonly SoundId[],
    rounds: number | null,
    ended: Ended,
  ): Stop {
    const [mix, playback] = [this.#id, ++this.#lastId];
    this.#playbacks.await(playback, ended);
    this.#tell({ type: "playMix", mix, playback, sounds, rounds });
    return () => {
      if (!this.#playbacks.giveUp(playback)) return;
      this.#tell({ type: "stopMixPlay", mix, playback });
    };
  }

  record(
    recording: RecordingId,
    options: { maxSamples: number; channels?: RecordedChannels },
    full: () => void,
  ): Stop {
    const mix = this.#id;
    const { maxSamples } = options;
    const channels = portsOf(options.channels ?? 1);
    this.#recordings.await(recording, full);
    // A mix that is closed records nothing, but the file has an end.
    this.#order({ type: "recordMix", mix, recording, maxSamples, channels });
    return () => {
      if (!this.#recordings.giveUp(recording)) return;
      this.#tell({ type: "stopMixRecord", mix, recording });
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#tell({ type: "closeMix", mix: this.#id });
    this.#closed = true;
    this.#playbacks.forget();
    this.#recordings.forget();
    this.#ended();
  }

  /** What the media thread says about this mix. */
  hear(message: FromMix): void {
    if (message.type === "mixPlayed") {
      this.#playbacks.tell(message.playback, message.error);
    } else this.#recordings.tell(message.recording);
  }

  #tell(message: ToMix): void {
    if (!this.#closed) this.#order(message);
  }
}

function portsOf(channels: RecordedChannels): RecordedPorts {
  if (channels === 1) return 1;
  const { left, right } = channels;
  return { left: left.id, right: right === "others" ? right : right.id };
}

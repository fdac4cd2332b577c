import type { MediaMix } from "../media/media.ts";
import type { Participant } from "../media/participant.ts";
import { VOICE_MODES, type VoiceMode } from "../media/voice_mode.ts";
import { gainOf } from "../media/volume.ts";

/** One voice in a conference. */
export class Member {
  readonly who: Participant;
  /** Told once, when it has left: why, or null where that was wanted. */
  readonly over: (error: string | null) => void;
  readonly #mix: MediaMix;
  #voiceMode: VoiceMode;
  #volume: number;

  constructor(
    mix: MediaMix,
    who: Participant,
    over: (error: string | null) => void,
  ) {
    this.#mix = mix;
    this.who = who;
    this.over = over;
    this.#voiceMode = who.voiceMode;
    this.#volume = who.volume;
    this.#join();
  }

  get voiceMode(): VoiceMode {
    return this.#voiceMode;
  }

  set voiceMode(voiceMode: VoiceMode) {
    this.#voiceMode = voiceMode;
    this.#join();
  }

  get volume(): number {
    return this.#volume;
  }

  set volume(volume: number) {
    this.#volume = volume;
    this.#join();
  }

  leave(): void {
    this.#mix.leave(this.who.port);
  }

  /** Joining again changes its part. */
  #join(): void {
    const gain = gainOf(this.#volume);
    this.#mix.join(this.who.port, { ...VOICE_MODES[this.#voiceMode], gain });
  }
}

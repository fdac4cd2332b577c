import type { TonePlan } from "../core/call_progress.ts";
import type { Content } from "../media/content.ts";
import type { MediaMix, Stop } from "../media/media.ts";
import { Prompt } from "../sound/prompt.ts";
import type { Leg } from "./leg.ts";
import type { Stage } from "./stage.ts";

export interface RingbackOptions {
  /** Played from the far ringing on in the place of all else; null: nothing. */
  readonly content: Content | null;
  /** Whose ring tone ours is. */
  readonly plan: TonePlan;
}

/**
 * What a call hears while another one is dialled for it: the content, or else the
 * far end's own sound, or as long as nothing comes of that, though it rings, a
 * ring tone of ours (RFC 3960 §3.2).
 */
export class Ringback {
  readonly #stage: Stage;
  readonly #plan: TonePlan;
  /** Null where there is none, or none that can be played. */
  #prompt: Prompt | null;
  #rings = false;
  /** By a 180: a 183 says nothing of a tone that were ours to make. */
  #isAlerted = false;
  /** The far end's sound, once that may come before the answer. */
  #far: Leg | null = null;
  #isFarHeard = false;
  #isSilenced = false;
  #isPlaying = false;
  #mix: MediaMix | null = null;
  #stopTone: Stop | null = null;

  constructor(stage: Stage, { content, plan }: RingbackOptions) {
    this.#stage = stage;
    this.#plan = plan;
    const { sound, port: player } = stage;
    this.#prompt = content && new Prompt({ sound, player }, content);
  }

  /** The far end rings, or by a 183 does something like it. */
  ring(status: 180 | 183): void {
    this.#rings = true;
    this.#isAlerted ||= status === 180;
    this.#update();
  }

  /** Sound of the far end may come from now on. */
  follow(far: Leg): void {
    if (this.#far) return;
    this.#far = far;
    far.heard.then(() => {
      this.#isFarHeard = this.#far !== null;
      this.#update();
    });
    this.#update();
  }

  silence(): void {
    this.#isSilenced = true;
    this.#update();
  }

  /** After `silence`: what is to be heard now is heard again. */
  goOn(): void {
    this.#isSilenced = false;
    this.#update();
  }

  /** Falls silent for ever. */
  close(): void {
    this.silence();
    this.#prompt?.close();
  }

  #update(): void {
    const isOn = !this.#isSilenced;
    this.#play(isOn && this.#rings);
    const isPlain = isOn && this.#prompt === null;
    this.#listen(isPlain && this.#far !== null);
    this.#sayTone(isPlain && this.#isAlerted && !this.#isFarHeard);
  }

  #play(plays: boolean): void {
    if (!this.#prompt || plays === this.#isPlaying) return;
    this.#isPlaying = plays;
    if (!plays) return this.#prompt.stop();
    this.#prompt.play(null, {
      played: () => {},
      failed: (reason) => this.#giveUpContent(reason),
    });
  }

  #giveUpContent(reason: string): void {
    this.#stage.log.warn("A ring tone cannot be played", { reason });
    this.#prompt?.close();
    this.#prompt = null;
    this.#update();
  }

  /** The far end talks, and only we listen. */
  #listen(listens: boolean): void {
    if (listens === (this.#mix !== null)) return;
    this.#mix?.close();
    this.#mix = listens ? this.#meet() : null;
  }

  #meet(): MediaMix | null {
    const { log, port } = this.#stage;
    try {
      const mix = this.#stage.openMix();
      mix.join(port, { talk: false });
      if (this.#far) mix.join(this.#far.port, { listen: false });
      return mix;
    } catch (error) {
      log.warn("The far end cannot be heard before it answers", { error });
      this.#far = null;
      return null;
    }
  }

  #sayTone(says: boolean): void {
    if (says === (this.#stopTone !== null)) return;
    this.#stopTone?.();
    this.#stopTone = says
      ? this.#stage.port.sayTone("ringback", this.#plan)
      : null;
  }
}

import type { FromSound, ToSound } from "../media/sound_messages.ts";
import type { Speaker } from "./speaker.ts";

type Question = Extract<FromSound, { type: "speak" }>;
type Answer = Extract<ToSound, { speaking: number }>;

/** The control thread's speaker as the sound thread, which may start none, has it. */
export class DistantSpeaker implements Pick<Speaker, "say"> {
  readonly #ask: (question: Question) => void;
  readonly #waiting = new Map<
    number,
    PromiseWithResolvers<Int16Array<ArrayBuffer>>
  >();
  #lastId = 0;

  constructor(ask: (question: Question) => void) {
    this.#ask = ask;
  }

  say(voice: string, text: string): Promise<Int16Array<ArrayBuffer>> {
    const speaking = ++this.#lastId;
    const waiting = Promise.withResolvers<Int16Array<ArrayBuffer>>();
    this.#waiting.set(speaking, waiting);
    this.#ask({ type: "speak", speaking, voice, text });
    return waiting.promise;
  }

  hear(answer: Answer): void {
    const waiting = this.#waiting.get(answer.speaking);
    this.#waiting.delete(answer.speaking);
    if (answer.type === "spoken") waiting?.resolve(answer.samples);
    else waiting?.reject(new Error(answer.error));
  }
}

import type { Words } from "../media/content.ts";
import type { FromSound, ToSound } from "../media/sound_messages.ts";
import type { Synthesizer } from "./speech/synthesizer.ts";

type Question = Extract<FromSound, { type: "speak" }>;
type Answer = Extract<ToSound, { speaking: number }>;

/** The control thread's synthesizer as the sound thread has it. */
export class DistantSynthesizer implements Pick<Synthesizer, "speak"> {
  readonly #ask: (question: Question) => void;
  readonly #waiting = new Map<
    number,
    PromiseWithResolvers<Uint8Array<ArrayBuffer>>
  >();
  #lastId = 0;

  constructor(ask: (question: Question) => void) {
    this.#ask = ask;
  }

  speak(words: Words): Promise<Uint8Array<ArrayBuffer>> {
    const speaking = ++this.#lastId;
    const waiting = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
    this.#waiting.set(speaking, waiting);
    this.#ask({ type: "speak", speaking, words });
    return waiting.promise;
  }

  hear(answer: Answer): void {
    const waiting = this.#waiting.get(answer.speaking);
    this.#waiting.delete(answer.speaking);
    if (answer.type === "spoken") waiting?.resolve(answer.file);
    else waiting?.reject(new Error(answer.error));
  }
}

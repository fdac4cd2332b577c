import type { Speaker } from "./speaker.ts";
import type { FromSpeech, ToSpeech } from "./speech_messages.ts";

type Waiting = PromiseWithResolvers<Int16Array<ArrayBuffer>>;

/** eSpeak NG, in a thread that `close` ends with all its memory. */
export class Speech implements Speaker {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  /** Why it is of no use any more. */
  #end: Error | null = null;

  constructor() {
    const script = new URL("./speech_worker.ts", import.meta.url);
    this.#worker = new Worker(script, {
      type: "module",
      name: "speech",
      deno: {
        permissions: {
          read: true,
          env: false,
          net: false,
          write: false,
          run: false,
          ffi: false,
          sys: false,
          import: false,
        },
      },
    });
    this.#worker.onmessage = ({ data }: MessageEvent<FromSpeech>) => {
      if ("samples" in data) this.#waiting.shift()?.resolve(data.samples);
      else this.#waiting.shift()?.reject(new Error(data.error));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(new Error(event.message));
    };
  }

  get isLost(): boolean {
    return this.#end !== null;
  }

  /** @throws {Error} the speech package is missing or broken */
  say(voice: string, text: string): Promise<Int16Array<ArrayBuffer>> {
    if (this.#end) return Promise.reject(this.#end);
    const waiting: Waiting = Promise.withResolvers();
    this.#waiting.push(waiting);
    const message: ToSpeech = { voice, text };
    this.#worker.postMessage(message);
    return waiting.promise;
  }

  close(): void {
    this.#worker.terminate();
    this.#lose(new Error("The speech thread is closed"));
  }

  #lose(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

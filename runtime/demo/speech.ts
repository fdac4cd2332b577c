import type { FromSpeech, ToSpeech } from "./speech_messages.ts";

interface Waiting {
  resolve(samples: Int16Array<ArrayBuffer>): void;
  reject(error: Error): void;
}

/** Turns texts into sound, in a thread that `close` ends with all its memory. */
export class Speech {
  readonly #worker: Worker;
  readonly #voice: string;
  readonly #waiting: Waiting[] = [];

  constructor(voice: string) {
    this.#voice = voice;
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
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new Error(event.message));
      }
    };
  }

  /**
   * Speaks a text: 16-bit samples at 8 kHz, about −16 dBm0.
   * @throws {Error} the speech package is missing or broken
   */
  say(text: string): Promise<Int16Array<ArrayBuffer>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const message: ToSpeech = { voice: this.#voice, text };
      this.#worker.postMessage(message);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}

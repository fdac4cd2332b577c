/**
 * Speaks texts with eSpeak NG. That package is optional and its licence is
 * GPL-3, so it is loaded here alone, in a thread of its own, only when there
 * is something to say; anything that answers the same messages can replace it.
 */
import { concatSamples } from "./concat_samples.ts";
import { loadCore } from "../core/mod.ts";
import { resample } from "./resample.ts";
import { levelled } from "./loudness.ts";
import type { FromSpeech, ToSpeech } from "./speech_messages.ts";

/** The part of the package's module that is used. */
interface Espeak {
  eSpeakNGWorker: new () => {
    readonly samplerate: number;
    set_voice(name: string, language: string): number;
    synthesize(text: string, take: (audio: Int16Array) => boolean): void;
  };
}

declare const self: {
  onmessage: (event: MessageEvent<ToSpeech>) => void;
  postMessage(message: FromSpeech): void;
};

const core = loadCore();
const speaker = load();
// Its failure is told to everybody who asks.
speaker.catch(() => {});

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ samples: await say(data) });
  } catch (error) {
    self.postMessage({ error: `${error}` });
  }
};

async function load() {
  const package_ = await import("@echogarden/espeak-ng-emscripten") as unknown;
  const { default: start } = package_ as { default: () => Promise<Espeak> };
  return new (await start()).eSpeakNGWorker();
}

async function say({ voice, text }: ToSpeech) {
  const espeak = await speaker;
  espeak.set_voice(voice, voice);
  const parts: Int16Array[] = [];
  espeak.synthesize(text, (audio) => {
    // What is given lies in its memory, which it writes over.
    parts.push(audio.slice());
    return false;
  });
  const whole = concatSamples(parts);
  return levelled(resample(await core, whole, espeak.samplerate));
}

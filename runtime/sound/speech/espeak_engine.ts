import type { Clock } from "../../base/clock.ts";
import { milliseconds, type SampleCount, samplesIn } from "../../base/units.ts";
import { concatSamples } from "../concat_samples.ts";
import type { Words } from "../../media/content.ts";
import { joined } from "../joined.ts";
import { LANGUAGES } from "../reading/languages.ts";
import type { Speaker } from "../speaker.ts";
import { SpeechOnDemand } from "../speech_on_demand.ts";
import { wavOf } from "../wav.ts";
import { spelledInChinese } from "./chinese_signs.ts";
import { type Run, runsOf } from "./runs.ts";
import { speakable } from "./speakable.ts";
import type { SpeechEngine } from "./synthesizer.ts";

/** Silence between a run and the next, by what it ends with. */
const PAUSES: readonly (readonly [end: RegExp, pause: SampleCount])[] = [
  [/[.。!！?？…]["'”’）)]?$/, samplesIn(milliseconds(300))],
  [/[,，、;；:：]$/, samplesIn(milliseconds(160))],
  [/$/, samplesIn(milliseconds(40))],
];

/** eSpeak NG: a voice for each script, started when there is something to say. */
export class EspeakEngine implements SpeechEngine {
  readonly title = "eSpeak NG";
  readonly folder = "espeak-ng";
  readonly atOnce = 1;
  readonly #speaker: SpeechOnDemand;

  constructor(start: () => Speaker, clock: Clock) {
    this.#speaker = new SpeechOnDemand(start, clock);
  }

  async speak(
    { text, language }: Words,
    given: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    // A thread that hangs cannot be asked to stop; the next gets a new one.
    given.addEventListener("abort", () => this.#speaker.close());
    const sounds: Int16Array[] = [];
    const runs = runsOf(speakable(text), language);
    for (const [at, run] of runs.entries()) {
      given.throwIfAborted();
      const spoken = await this.#speaker.say(voiceOf(run), spelledWords(run));
      const isLast = at === runs.length - 1;
      const rest = isLast ? 0 as SampleCount : pauseBehind(run);
      sounds.push(joined([spoken], 0 as SampleCount, rest));
    }
    return wavOf(concatSamples(sounds));
  }

  close(): void {
    this.#speaker.close();
  }
}

function voiceOf({ language }: Run): string {
  return LANGUAGES[language].voice;
}

function spelledWords({ language, text }: Run): string {
  return language.startsWith("zh") ? spelledInChinese(text) : text;
}

function pauseBehind({ text }: Run): SampleCount {
  const [, pause] = PAUSES.find(([end]) => end.test(text)) ?? PAUSES[2];
  return pause;
}

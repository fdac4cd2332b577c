import { loadCore } from "../../runtime/core/mod.ts";
import { Speech } from "../../runtime/demo/speech.ts";
import { textsOf } from "../../runtime/demo/texts.ts";
import { toneMessage } from "../../runtime/demo/tones.ts";
import { wavOf } from "../../runtime/demo/wav.ts";

/** A WAV file of a few seconds; notes where nothing can speak. */
export async function someSpeech(): Promise<Uint8Array<ArrayBuffer>> {
  const { voice, phrases, message } = textsOf("en-US");
  const speech = new Speech(voice);
  try {
    const text = [...Object.values(phrases), message].join(" ");
    return wavOf(await speech.say(text));
  } catch {
    return wavOf(toneMessage(await loadCore()));
  } finally {
    speech.close();
  }
}

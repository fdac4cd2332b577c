import { parseWav } from "../../support/sound_files/parse_wav.ts";
import { soundOf } from "../../support/sound_bytes.ts";
import { walk } from "../../support/walk.ts";
import type { Speech } from "./speech.ts";

/** Debian: asterisk-core-sounds-{en,es,fr,it,ru}-wav, a folder each. */
const SOUNDS = new URL("file:///usr/share/asterisk/sounds/");
const VOICES = [
  "en_US_f_Allison",
  "es_MX_f_Allison",
  "fr_CA_f_June",
  "it_IT_m_Carlo",
  "ru_RU_f_IvrvoiceRU",
];
/** Debian: asterisk-moh-opsound-wav. */
const MUSIC = new URL("file:///usr/share/asterisk/moh/");

/** A file of the packages: 8 kHz, 16 bit, one channel. */
async function speechIn(file: URL): Promise<Speech> {
  const wav = await parseWav(await Deno.readFile(file));
  const who = file.pathname.split("/").slice(-3).join("/");
  return { who, sound: soundOf(wav.data) };
}

async function filesIn(folder: URL): Promise<Speech[]> {
  const files = await Array.fromAsync(walk(folder, ".wav"));
  return await Promise.all(files.map(speechIn));
}

/** Every prompt of the packages; throws when they are not there. */
export async function prompts(): Promise<Speech[]> {
  const folders = VOICES.map((voice) => new URL(`${voice}/`, SOUNDS));
  return (await Promise.all(folders.map(filesIn))).flat();
}

export function music(): Promise<Speech[]> {
  return filesIn(MUSIC);
}

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
const HEADER = 12;
const CHUNK_HEADER = 8;

/** The samples of a WAV file, which is 8 kHz, 16 bit, one channel. */
function samplesOf(file: Uint8Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  const view = new DataView(file.buffer);
  const nameAt = (at: number) =>
    String.fromCharCode(...file.subarray(at, at + 4));
  for (let at = HEADER; at + CHUNK_HEADER <= file.length;) {
    const length = view.getUint32(at + 4, true);
    const from = at + CHUNK_HEADER;
    if (nameAt(at) === "data") {
      const bytes = file.slice(from, from + length);
      return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
    }
    at = from + length + length % 2;
  }
  throw new TypeError("A WAV file without data");
}

async function filesIn(folder: URL): Promise<Speech[]> {
  const files = await Array.fromAsync(walk(folder, ".wav"));
  files.sort((a, b) => a.href < b.href ? -1 : 1);
  return await Promise.all(files.map(async (file) => ({
    who: file.pathname.split("/").slice(-3).join("/"),
    sound: samplesOf(await Deno.readFile(file)),
  })));
}

/** Every prompt of the packages; throws when they are not there. */
export async function prompts(): Promise<Speech[]> {
  const folders = VOICES.map((voice) => new URL(`${voice}/`, SOUNDS));
  return (await Promise.all(folders.map(filesIn))).flat();
}

export function music(): Promise<Speech[]> {
  return filesIn(MUSIC);
}

import { run } from "./program.ts";

/** Speaks into a WAV file: 8 kHz, 16 bit, mono (espeak-ng and sox). */
export async function speak(text: string, file: string): Promise<void> {
  const raw = `${file}.raw.wav`;
  await run("espeak-ng", ["-w", raw, text]);
  await run("sox", [raw, "-r", 8000, "-c", 1, "-b", 16, file, "norm", -6]);
  await Deno.remove(raw);
}

const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];
const KEYS = "123A456B789C*0#D";

/**
 * Writes keys as tones by sox, 100 ms each and 100 ms apart after one second
 * of silence; the ending of `file` says the format (`.ul`, `.al`, `.wav`).
 */
export async function dial(keys: string, file: string): Promise<void> {
  const parts = [...keys].map((key) => {
    const at = KEYS.indexOf(key);
    const sines = `sine ${ROWS[at >> 2]} sine ${COLUMNS[at & 3]}`;
    return `|sox -r 8000 -c 2 -n -p synth 0.1 ${sines} remix 1,2 gain -6 pad 0 0.1`;
  });
  const silence = "|sox -r 8000 -c 1 -n -p trim 0 1";
  const output = ["-r", 8000, "-c", 1, file];
  await run("sox", [silence, ...parts, silence, ...output]);
}

/** The samples of any sound file that sox reads, at 8 kHz, mono. */
export async function samplesOf(file: string): Promise<Int16Array> {
  const raw = await Deno.makeTempFile({ suffix: ".raw" });
  const format = ["-t", "raw", "-e", "signed", "-b", 16, "-r", 8000, "-c", 1];
  await run("sox", ["-D", file, ...format, raw]);
  const bytes = await Deno.readFile(raw);
  await Deno.remove(raw);
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}

/** From the first to the last sample that is clearly sound, in seconds. */
export function spokenSeconds(sound: Int16Array): number {
  const loud = (sample: number) => Math.abs(sample) > 800;
  return (sound.findLastIndex(loud) - sound.findIndex(loud)) / 8000;
}

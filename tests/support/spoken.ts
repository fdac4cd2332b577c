import { pipe } from "./native.ts";
import { bytesOf, soundOf } from "./sound_bytes.ts";

/** What is read; a minute holds it about four times. */
const TEXT = `You have reached the front desk. For sales press one, for support
 press two; to speak to somebody please stay on the line. Sixteen callers are
 waiting, and the time until you are answered is about eleven minutes. `;

const RAW = ["-t", "raw", "-r", 8000, "-c", 1, "-e", "signed", "-b", 16];

/** Speech of one voice of espeak-ng at 8 kHz, as loud as 16 bits allow. */
export async function spoken(
  voice: string,
  times: number,
): Promise<Int16Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(TEXT.repeat(times));
  const wav = await pipe("espeak-ng", ["-v", voice, "--stdout"], text);
  const args = ["-D", "-t", "wav", "--ignore-length", "-", ...RAW, "-"];
  return soundOf(await pipe("sox", [...args, "norm"], wav));
}

/** Sound through sox and back out of it; `how` are its arguments in between. */
export async function throughSox(
  sound: Int16Array,
  ...format: readonly (string | number)[]
): Promise<Int16Array<ArrayBuffer>> {
  const there = await pipe(
    "sox",
    ["-D", ...RAW, "-", ...format, "-"],
    bytesOf(sound),
  );
  return soundOf(await pipe("sox", ["-D", ...format, "-", ...RAW, "-"], there));
}

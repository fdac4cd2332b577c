import { pipe } from "./pipe.ts";
import { raw } from "./raw.ts";
import { soundOf } from "./sound_bytes.ts";

/** What is read; a minute holds it about four times. */
const TEXT = `You have reached the front desk. For sales press one, for support
 press two; to speak to somebody please stay on the line. Sixteen callers are
 waiting, and the time until you are answered is about eleven minutes. `;

/** Speech of one voice of espeak-ng at 8 kHz, as loud as 16 bits allow. */
export async function spoken(
  voice: string,
  times: number,
): Promise<Int16Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(TEXT.repeat(times));
  const wav = await pipe("espeak-ng", ["-v", voice, "--stdout"], text);
  const args = ["-D", "-t", "wav", "--ignore-length", "-", ...raw(), "-"];
  return soundOf(await pipe("sox", [...args, "norm"], wav));
}

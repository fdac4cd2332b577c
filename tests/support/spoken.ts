import { utf8 } from "../../runtime/base/bytes.ts";
import { pipe } from "./pipe.ts";
import { raw } from "./raw.ts";
import { soundOf } from "./sound_bytes.ts";

/** What is read; a minute holds it about four times. */
const TEXT = `You have reached the front desk. For sales press one, for support
 press two; to speak to somebody please stay on the line. Sixteen callers are
 waiting, and the time until you are answered is about eleven minutes. `;

/** What espeak-ng says at 8 kHz, with effects of sox. */
export async function said(
  args: readonly string[],
  text: string,
  ...effects: readonly string[]
): Promise<Int16Array<ArrayBuffer>> {
  const bytes = utf8(text);
  const wav = await pipe("espeak-ng", [...args, "--stdout"], bytes);
  const format = ["-D", "-t", "wav", "--ignore-length", "-", ...raw(), "-"];
  return soundOf(await pipe("sox", [...format, ...effects], wav));
}

/** Speech of one voice of espeak-ng at 8 kHz, as loud as 16 bits allow. */
export function spoken(
  voice: string,
  times: number,
): Promise<Int16Array<ArrayBuffer>> {
  return said(["-v", voice], TEXT.repeat(times), "norm");
}

import { textOf } from "../../../runtime/base/bytes.ts";
import { pipe } from "../../support/pipe.ts";
import { raw } from "../../support/raw.ts";
import { bytesOf } from "../../support/sound_bytes.ts";

/** The rate at which its receivers work. */
const RATE = 22050;
const KEY = /DTMF: ([0-9A-D*#])/g;

/** The keys that multimon-ng hears, in their order; it tells no times. */
export async function hearByMultimon(sound: Int16Array): Promise<string> {
  const resample = ["-D", "-V1", ...raw(), "-", ...raw(RATE), "-"];
  const fast = await pipe("sox", resample, bytesOf(sound));
  const args = ["-q", "-n", "-t", "raw", "-a", "DTMF", "-"];
  const printed = textOf(await pipe("multimon-ng", args, fast));
  return [...printed.matchAll(KEY)].map(([, key]) => key).join("");
}

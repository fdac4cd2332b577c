import { pipe } from "./pipe.ts";
import { raw } from "./raw.ts";
import { bytesOf, soundOf } from "./sound_bytes.ts";

/** What sox makes of sound by encoding it so and decoding it again. */
export async function throughSox(
  sound: Int16Array,
  ...format: readonly (string | number)[]
): Promise<Int16Array<ArrayBuffer>> {
  const there = await pipe(
    "sox",
    ["-D", ...raw(), "-", ...format, "-"],
    bytesOf(sound),
  );
  return soundOf(
    await pipe("sox", ["-D", ...format, "-", ...raw(), "-"], there),
  );
}

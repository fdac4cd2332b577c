import { bytesOf, pipe, raw, soundOf } from "./reference/program.ts";
import type { Tape } from "./row.ts";

/** What is left of sound after sox coded it: `ima` or `gsm`, no headers. */
async function afterSox(
  format: "ima" | "gsm",
  sound: Int16Array,
): Promise<Int16Array<ArrayBuffer>> {
  const coded = ["-t", format, "-r", "8000", "-c", "1", "-"];
  const bytes = await pipe(
    "sox",
    ["-D", ...raw(), "-", ...coded],
    bytesOf(sound),
  );
  return soundOf(await pipe("sox", ["-D", ...coded, ...raw(), "-"], bytes));
}

/** The tape as its row's codec leaves it, where sox has that one. */
export async function throughSox(tape: Tape): Promise<Tape> {
  const { channel } = tape.row;
  if (channel !== "gsm" && channel !== "ima-adpcm") return tape;
  const format = channel === "gsm" ? "gsm" : "ima";
  return { ...tape, sound: await afterSox(format, tape.sound) };
}

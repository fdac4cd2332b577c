import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { benchDecoding } from "./sound/decoding.ts";
import { benchFirstSound } from "./sound/first_sound.ts";
import { benchRecordings } from "./sound/recordings.ts";
import { benchSpeaking } from "./sound/speaking.ts";

/** What is played and recorded: how fast, how soon, and what it costs. */
export async function benchSound({ say }: BenchOptions): Promise<Row[]> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-sound-" });
  try {
    return [
      ...await benchDecoding(folder, say),
      ...await benchFirstSound(folder, say),
      ...await benchRecordings(folder),
      ...await benchSpeaking(folder),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

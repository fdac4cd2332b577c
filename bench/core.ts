import { loadCore } from "../runtime/core/mod.ts";
import { loadOpus } from "../runtime/core/opus/load.ts";
import { bareParts } from "./core/bare_core.ts";
import { benchCall } from "./core/call.ts";
import { benchCodecs } from "./core/codecs.ts";
import { benchCold } from "./core/cold.ts";
import { benchDetector } from "./core/detector.ts";
import { benchEngine } from "./core/engine.ts";
import { benchMixer } from "./core/mixer.ts";
import { Natives } from "./core/natives.ts";
import { benchOpus } from "./core/opus.ts";
import { benchSrtp } from "./core/srtp.ts";
import { makeSounds, writeSounds } from "./core/sounds.ts";
import type { Row } from "./row.ts";

/**
 * What the media core costs, without sockets, beside native code that does the
 * same. `say` is told whose rows are missing.
 */
export async function benchCore(say: (text: string) => void): Promise<Row[]> {
  const [core, parts] = [await loadCore(), await bareParts()];
  const opus = await loadOpus();
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-" });
  const sounds = await makeSounds(core);
  await writeSounds(sounds, folder);
  const natives = await Natives.start(folder);
  try {
    for (const name of natives.missing) say(`Not compared with ${name}`);
    return [
      ...await benchDetector(core, parts, sounds, natives),
      ...await benchCodecs(core, parts, sounds, natives),
      ...await benchOpus(opus, sounds, natives),
      ...await benchSrtp(parts, natives),
      ...await benchMixer(core, sounds, natives),
      ...await benchEngine(core, opus, sounds),
      ...benchCold(core, sounds),
      ...await benchCall(parts.core),
    ];
  } finally {
    await natives.close();
    await Deno.remove(folder, { recursive: true });
  }
}

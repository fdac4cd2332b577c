import { join } from "node:path";
import { type Chance, SystemChance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { jsonLog } from "../base/log.ts";
import { SystemClock } from "../base/system_clock.ts";
import { wordsOf } from "../base/words_of.ts";
import { loadCore } from "../core/mod.ts";
import { wavOf } from "../sound/wav.ts";
import { bindUdp } from "../net/udp.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../phone/start_telephone.ts";
import type { LoadedSound } from "../sound/sound.ts";
import { type LoadOptions, WrongOption } from "./options.ts";
import { type OwnNode, startOwnNode } from "./own_node.ts";
import { prompt, speechLike } from "./sounds.ts";

/** Everything that takes part in a load. */
export interface Stage {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly phone: StartedTelephone;
  /** What the callers say; null: nothing. */
  readonly speech: LoadedSound | null;
  /** Null where another server is called. */
  readonly node: OwnNode | null;
  /** Ends all of it. */
  close(): Promise<void>;
}

const SPEECH = "speech.wav";
const SPEECH_SECONDS = 8;

/**
 * @throws {WrongOption} there is no such sound to speak
 * @throws {Error} a node of our own does not start
 */
export async function setStage(options: LoadOptions): Promise<Stage> {
  const [clock, chance] = [new SystemClock(), new SystemChance()];
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-load-" });
  const phone = await startPhone(join(folder, "phone"), options, clock, chance);
  try {
    const speech = await speechOf(phone, options.speak, chance);
    const node = options.target === null
      ? await startOwnNode(
        folder,
        options,
        prompt(await loadCore(), options.expect, chance),
      )
      : null;
    const close = async () => {
      await phone.close();
      await node?.close();
      await Deno.remove(folder, { recursive: true });
    };
    return { clock, chance, phone, speech, node, close };
  } catch (error) {
    await phone.close();
    // A node that did not start has left its log there
    if (error instanceof WrongOption) {
      await Deno.remove(folder, { recursive: true });
    }
    throw error;
  }
}

function startPhone(
  dataDir: string,
  { local, ports, calls }: LoadOptions,
  clock: Clock,
  chance: Chance,
): Promise<StartedTelephone> {
  return startTelephone({
    local: { address: local, port: 0 },
    rtpPorts: ports,
    maxLines: calls,
    pacing: true,
    dataDir,
    number: "load",
    clock,
    chance,
    log: jsonLog("warn"),
    bind: bindUdp,
  });
}

async function speechOf(
  { sound, dataDir }: StartedTelephone,
  file: string,
  chance: Chance,
): Promise<LoadedSound | null> {
  if (file === "off") return null;
  const path = join(dataDir, "prompts", SPEECH);
  try {
    if (file !== "") await Deno.copyFile(file, path);
    else await Deno.writeFile(path, wavOf(speechLike(SPEECH_SECONDS, chance)));
    return await sound.load(SPEECH);
  } catch (error) {
    const why = wordsOf(error);
    throw new WrongOption(`--speak ${file} cannot be spoken: ${why}`);
  }
}

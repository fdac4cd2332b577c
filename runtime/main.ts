import { parseArgs } from "node:util";
import { utf8 } from "./base/bytes.ts";
import { SystemChance } from "./base/chance.ts";
import { jsonLog, type Log } from "./base/log.ts";
import { SystemClock } from "./base/system_clock.ts";
import {
  type Config,
  readConfig,
  unknownSettings,
  type WrongSetting,
} from "./config.ts";
import { readConfigFile } from "./config/config_file.ts";
import { type Node, startNode } from "./node.ts";
import { CannotOpen } from "./node/opened.ts";

/** How the process ends. */
const EXIT = { stopped: 0, failed: 1, misconfigured: 2, interrupted: 130 };

/** The environment, over what the file of `--config FILE` says. */
async function settings(args: string[]): Promise<Config | WrongSetting[]> {
  const { config: file } = parseArgs({
    args,
    options: { config: { type: "string" } },
  }).values;
  const environment = Deno.env.toObject();
  if (file === undefined) return readConfig(environment);
  const found = readConfigFile(await Deno.readTextFile(file));
  return Array.isArray(found)
    ? found
    : readConfig({ ...found.settings, ...environment }, found.sections);
}

async function configure(log: Log): Promise<Config> {
  for (const name of unknownSettings(Deno.env.toObject())) {
    log.warn("No such setting", { name });
  }
  try {
    const config = await settings(Deno.args);
    if (!Array.isArray(config)) return config;
    for (const wrong of config) log.error("Wrong setting", { ...wrong });
  } catch (error) {
    log.error("No settings", { error: `${error}` });
  }
  Deno.exit(EXIT.misconfigured);
}

/** Lets calls finish at the first signal, ends at once at the second. */
function stopOnSignal(node: Node, log: Log): void {
  let asked = false;
  const stop = async () => {
    if (asked) Deno.exit(EXIT.interrupted);
    asked = true;
    log.info("Stopping", { calls: node.calls.size });
    await node.stop();
    Deno.exit(EXIT.stopped);
  };
  Deno.addSignalListener("SIGTERM", stop);
  Deno.addSignalListener("SIGINT", stop);
}

const log = jsonLog();
const config = await configure(log);
try {
  const clock = new SystemClock();
  const chance = new SystemChance();
  const node = await startNode(config, { clock, chance, log });
  stopOnSignal(node, log);
  const ready = JSON.stringify({ ...node.ready, pid: Deno.pid });
  Deno.stdout.writeSync(utf8(`ready ${ready}\n`));
  log.error("A thread has died", { thread: await node.crashed });
  await node.abandon();
} catch (error) {
  const told = error instanceof CannotOpen ? error.message : error;
  log.error("The node cannot go on", { error: told });
}
Deno.exit(EXIT.failed);

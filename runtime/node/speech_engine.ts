import { isAbsolute, join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config.ts";
import { Speech } from "../sound/speech.ts";
import { CommandEngine } from "../sound/speech/command_engine.ts";
import { EspeakEngine } from "../sound/speech/espeak_engine.ts";
import { HttpEngine } from "../sound/speech/http_engine.ts";
import type { SpeechEngine } from "../sound/speech/synthesizer.ts";
import { cannotOpen } from "./opened.ts";

/**
 * What speaks texts by these settings.
 * @throws {CannotOpen} a command that is not there, or may not be run
 */
export async function speechEngine(
  config: Config,
  clock: Clock,
): Promise<SpeechEngine> {
  const { CTI_SPEECH_COMMAND: line, CTI_SPEECH_URL: url } = config;
  if (url) return new HttpEngine(url, clock, fetch);
  if (!line) return new EspeakEngine(() => new Speech(), clock);
  const environment = Deno.env.toObject();
  await checkProgram(line[0], environment.PATH ?? "")
    .catch(cannotOpen(`the speech command ${line[0]} (CTI_SPEECH_COMMAND)`));
  return new CommandEngine(line, withoutSettings(environment));
}

async function checkProgram(program: string, path: string): Promise<void> {
  const descriptor = { name: "run", command: program } as const;
  const { state } = await Deno.permissions.query(descriptor);
  if (state !== "granted") {
    const how = `--allow-run=${program}, as deno task start:command has it`;
    throw new Error(`it may not be run without ${how}`);
  }
  const places = isAbsolute(program) || program.includes("/")
    ? [program]
    : path.split(":").map((folder) => join(folder, program));
  const found = await Promise.all(places.map(isFile));
  if (!found.includes(true)) throw new Error("there is no such program");
}

async function isFile(path: string): Promise<boolean> {
  const found = await Deno.stat(path).catch(() => null);
  return found?.isFile ?? false;
}

/** Ours are nobody else's, the tokens least of all. */
function withoutSettings(
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  const others = Object.entries(environment)
    .filter(([name]) => !name.startsWith("CTI_"));
  return Object.fromEntries(others);
}

import { inFolder } from "./in_folder.ts";
import { start } from "./program.ts";

/** How SIPp ended, and all it saw. */
export interface SippOutcome {
  /** 0: every call went as the scenario says. */
  readonly code: number;
  /** Each message, as SIPp logs it. */
  readonly messages: string;
  /** What it complained about. */
  readonly errors: string;
}

/** Runs one scenario against a target until its calls are over. */
export function sipp(
  scenario: string,
  target: string,
  options: readonly (string | number)[],
): Promise<SippOutcome> {
  return inFolder(async (folder) => {
    const [file, messages, errors] = ["xml", "messages", "errors"]
      .map((name) => `${folder}/${name}`);
    await Deno.writeTextFile(file, scenario);
    const traces = ["-trace_msg", "-message_file", messages]
      .concat("-trace_err", "-error_file", errors);
    const { code, output } = await start(
      "sipp",
      ["-sf", file, "-m", 1, "-nostdin", ...traces, ...options, target],
      folder,
    ).ended;
    return {
      code,
      messages: await textOf(messages),
      errors: `${await textOf(errors)}\n${output.slice(-500)}`,
    };
  });
}

/** Empty where SIPp had nothing to write. */
function textOf(path: string): Promise<string> {
  return Deno.readTextFile(path).catch(() => "");
}

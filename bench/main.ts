/**
 * `deno task bench [PART…] [--calls N]`: the figures of README.md, all or those
 * of some parts, as a table and as JSON. `--calls` may be given more than once.
 */
import { parseArgs } from "node:util";
import { utf8 } from "../runtime/base/bytes.ts";
import { benchCalls } from "./calls.ts";
import { benchCore } from "./core.ts";
import { echoInC } from "./echo.ts";
import { machine } from "./machine.ts";
import { benchMedia } from "./media.ts";
import { benchConferences, benchMembers, benchPairs } from "./meetings.ts";
import type { BenchOptions } from "./options.ts";
import type { Row } from "./row.ts";
import { benchSip } from "./sip.ts";
import { benchSound } from "./sound.ts";
import { tableOf } from "./table.ts";
import { Limit } from "./traffic/limit.ts";

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

type Part = (options: BenchOptions) => Promise<Row[]>;

/** Those that need the network are there where `/proc` tells CPU time. */
const PARTS: Readonly<Record<string, Part>> = {
  core: () => benchCore(say),
  media: ({ echo }) => benchMedia(echo),
  sound: benchSound,
  sip: benchSip,
  calls: benchCalls,
  conference: benchConferences,
  members: benchMembers,
  pairs: benchPairs,
};

function numbers(texts: readonly string[] | undefined): number[] | null {
  if (!texts) return null;
  const wrong = texts.find((text) => !/^[1-9]\d*$/.test(text));
  if (wrong !== undefined) throw new TypeError(`Not a number: ${wrong}`);
  return texts.map(Number);
}

const { positionals, values } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { calls: { type: "string", multiple: true } },
});
const parts = positionals.length ? positionals : Object.keys(PARTS);
const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
if (unknown) throw new TypeError(`No part "${unknown}" to measure`);
say(machine());
const limit = await Limit.compile();
const options: BenchOptions = {
  echo: parts.includes("media") ? await echoInC() : null,
  limit,
  calls: numbers(values.calls),
  say,
};
const rows: Row[] = [];
for (const part of parts) {
  const measured = await PARTS[part](options);
  say(tableOf(measured));
  rows.push(...measured);
}
await limit?.remove();
say(JSON.stringify(rows));

/**
 * `deno task bench [core] [media] [calls]`: the figures of README.md, all or
 * those of some parts, as a table and as JSON.
 */
import { utf8 } from "../runtime/base/bytes.ts";
import { benchCalls } from "./calls.ts";
import { benchCore } from "./core.ts";
import { echoInC } from "./echo.ts";
import { machine } from "./machine.ts";
import { benchMedia } from "./media.ts";
import type { Row } from "./row.ts";
import { tableOf } from "./table.ts";

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
  core: () => benchCore(say),
  media: async () => benchMedia(await echoInC()),
  calls: async () => benchCalls(await echoInC()),
};

const parts = Deno.args.length ? Deno.args : Object.keys(PARTS);
const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
if (unknown) throw new TypeError(`No part "${unknown}" to measure`);
say(machine());
const rows: Row[] = [];
for (const part of parts) {
  const measured = await PARTS[part]();
  say(tableOf(measured));
  rows.push(...measured);
}
say(JSON.stringify(rows));

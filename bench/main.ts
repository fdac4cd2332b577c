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

const PARTS: Readonly<
  Record<string, (echo: number | null) => Promise<Row[]>>
> = {
  core: () => benchCore(say),
  media: benchMedia,
  calls: benchCalls,
};

const parts = Deno.args.length ? Deno.args : Object.keys(PARTS);
const unknown = parts.find((part) => !Object.hasOwn(PARTS, part));
if (unknown) throw new TypeError(`No part "${unknown}" to measure`);
say(machine());
// The core has no packets to compare with it
const echo = parts.some((part) => part !== "core") ? await echoInC() : null;
const rows: Row[] = [];
for (const part of parts) {
  const measured = await PARTS[part](echo);
  say(tableOf(measured));
  rows.push(...measured);
}
say(JSON.stringify(rows));

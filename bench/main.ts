/** `deno task bench`: the figures of README.md, as a table and as JSON. */
import { utf8 } from "../runtime/base/bytes.ts";
import { benchCalls } from "./calls.ts";
import { benchCore } from "./core.ts";
import { benchMedia } from "./media.ts";
import { tableOf } from "./table.ts";

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

const rows = [
  ...await benchCore(),
  ...await benchMedia(),
  ...await benchCalls(),
];
say(tableOf(rows));
say(JSON.stringify(rows));

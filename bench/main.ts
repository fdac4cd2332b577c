/** `deno task bench`: the figures of README.md, as a table and as JSON. */
import { utf8 } from "../runtime/base/bytes.ts";
import { benchCalls } from "./calls.ts";
import { benchCore } from "./core.ts";
import { benchMedia } from "./media.ts";
import { nativeFigures } from "./native.ts";
import { tableOf } from "./table.ts";

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

const native = await nativeFigures();
const rows = [
  ...await benchCore(native),
  ...await benchMedia(native),
  ...await benchCalls(native),
];
say(tableOf(rows));
say(JSON.stringify(rows));

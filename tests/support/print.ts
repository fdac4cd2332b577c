import { utf8 } from "../../runtime/base/bytes.ts";

/** Says a line to whoever runs this. */
export function print(line: string): void {
  Deno.stdout.writeSync(utf8(`${line}\n`));
}

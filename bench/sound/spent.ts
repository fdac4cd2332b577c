import { join } from "node:path";
import { textOf } from "../../runtime/base/bytes.ts";
import { compile } from "../compile.ts";

/** A program's CPU time in all its threads, ms; null when it fails. */
export type Spent = (program: string, args: readonly string[]) => number | null;

/** Null without a compiler; `folder` is where the program goes. */
export async function compileSpent(folder: string): Promise<Spent | null> {
  const spent = join(folder, "spent");
  if (!await compile("spent.c", ["-O3"], spent)) return null;
  return (program, args) => {
    const command = new Deno.Command(spent, { args: [program, ...args] });
    const { success, stdout } = command.outputSync();
    return success ? Number(textOf(stdout)) / 1000 : null;
  };
}

import type { Row } from "./row.ts";

const SOURCE = new URL("./native.c", import.meta.url).pathname;
const COMPILER = ["cc", "-O3", "-march=x86-64-v2"] as const;

/** What C needs for the same work in the same run; by the names of `native.c`. */
export type Native = ReadonlyMap<string, number>;

/** What a row is compared with: nothing where there is no C compiler. */
export function inC(
  native: Native,
  name: string,
  times = 1,
): Pick<Row, "reference"> {
  const value = native.get(name);
  if (value === undefined) return {};
  return { reference: { name: "C", value: value * times } };
}

/** Compiles and runs `native.c`; gives its figures, none without a compiler. */
export async function nativeFigures(): Promise<Native> {
  const binary = await Deno.makeTempFile();
  try {
    const [compiler, ...options] = COMPILER;
    const args = [...options, "-o", binary, SOURCE, "-lm"];
    if (await output(compiler, args) === null) return new Map();
    return figuresOf(await output(binary, []) ?? "");
  } finally {
    await Deno.remove(binary);
  }
}

function figuresOf(text: string): Map<string, number> {
  const lines = text.trim().split("\n").map((line) => line.split(" "));
  return new Map(lines.map(([name, value]) => [name, Number(value)]));
}

async function output(command: string, args: string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args })
      .output();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

import { run } from "./program.ts";

const SOURCES = new URL("../interop/native/", import.meta.url).pathname;

/** Compiles `tests/interop/native/NAME.c`; the program's path in `folder`. */
export async function compile(
  name: string,
  folder: string,
  ...libraries: readonly string[]
): Promise<string> {
  const program = `${folder}/${name}`;
  const flags = libraries.map((library) => `-l${library}`);
  await run("cc", ["-O2", `${SOURCES}${name}.c`, "-o", program, ...flags]);
  return program;
}

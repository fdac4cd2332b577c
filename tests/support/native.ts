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

/** Runs a program on bytes; what it printed, as bytes. */
export async function pipe(
  program: string,
  args: readonly (string | number)[],
  input: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(program, {
    args: args.map(String),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(input).then(() => writer.close());
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  await written;
  return stdout;
}

import { textOf } from "../../runtime/base/bytes.ts";

/**
 * Runs a program on bytes; what it printed, as bytes.
 *
 * @throws {Error} what the program said, when it is not there or failed
 */
export async function pipe(
  program: string,
  args: readonly (string | number)[],
  input: Uint8Array = new Uint8Array(),
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(program, {
    args: args.map(String),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [{ success, stdout, stderr }, written] = await Promise.all([
    child.output(),
    writeAll(child.stdin, input),
  ]);
  if (success && written) return stdout;
  const said = textOf(stderr);
  throw new Error(`${program} ${args.join(" ")} failed: ${said}`);
}

/** False when the program ended before it had read everything. */
async function writeAll(
  stream: WritableStream<Uint8Array>,
  input: Uint8Array,
): Promise<boolean> {
  const writer = stream.getWriter();
  try {
    await writer.write(input);
    await writer.close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return false;
    throw error;
  }
}

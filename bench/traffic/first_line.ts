/**
 * What a process says behind `word` on a line of its own, once it can be used.
 * @throws {Error} it ended before it said so
 */
export async function lineOf(
  process: Deno.ChildProcess,
  word: string,
): Promise<string> {
  const line = new RegExp(`^${word} (.*)\n`, "m");
  let text = "";
  const decoded = process.stdout.pipeThrough(new TextDecoderStream());
  for await (const part of decoded) {
    text += part;
    const said = line.exec(text)?.[1];
    if (said !== undefined) return said;
  }
  throw new Error(`It ended before it was ${word}`);
}

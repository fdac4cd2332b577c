/** Runs a program on bytes; what it printed. Throws when it is not there. */
export async function pipe(
  program: string,
  args: readonly string[],
  input: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(input).then(() => writer.close());
  const { success, stdout } = await child.output();
  await written;
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
  return stdout;
}

export function bytesOf(sound: Int16Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    sound.buffer as ArrayBuffer,
    sound.byteOffset,
    sound.byteLength,
  );
}

export function soundOf(bytes: Uint8Array): Int16Array<ArrayBuffer> {
  return new Int16Array(bytes.slice(0, bytes.length & ~1).buffer);
}

/** How sox names samples of 16 bits at a rate. */
export function raw(rate = 8000): string[] {
  return ["-t", "raw", "-r", `${rate}`, "-c", "1", "-e", "signed", "-b", "16"];
}

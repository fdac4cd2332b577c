/** A program that has said that it can be used. */
export interface Program {
  readonly pid: number;
  /** What stands behind "ready" on its line. */
  readonly said: string;
  /** Ends it, and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts a program and waits for its line that begins with "ready".
 * @throws {Error} it ended before it was
 */
export async function startProgram(
  program: string,
  args: readonly string[],
): Promise<Program> {
  const process = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  return {
    pid: process.pid,
    said: await lineOf(process, program),
    async stop() {
      process.kill();
      await process.status;
    },
  };
}

async function lineOf(
  { stdout }: Deno.ChildProcess,
  program: string,
): Promise<string> {
  let text = "";
  for await (const part of stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    const said = /^ready (.*)\n/m.exec(text)?.[1];
    if (said !== undefined) return said;
  }
  throw new Error(`${program} ended before it was ready`);
}

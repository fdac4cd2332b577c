/** What a program said and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** A program that runs beside the test; its output is kept. */
export interface Running {
  readonly ended: Promise<Outcome>;
  stop(): void;
}

/** Starts a program with no input; stdout and stderr are kept as one text. */
export function start(
  command: string,
  args: readonly (string | number)[],
  cwd?: string,
): Running {
  const child = new Deno.Command(command, {
    args: args.map(String),
    ...(cwd ? { cwd } : {}),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const texts = Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const ended = child.status.then(async ({ code }) => ({
    code,
    output: (await texts).join(""),
  }));
  return { ended, stop: () => child.kill("SIGTERM") };
}

/** Runs a program to its end; throws what it said when it failed. */
export async function run(
  command: string,
  args: readonly (string | number)[],
  cwd?: string,
): Promise<string> {
  const { code, output } = await start(command, args, cwd).ended;
  if (code === 0) return output;
  throw new Error(`${command} ${args.join(" ")}: exit ${code}\n${output}`);
}

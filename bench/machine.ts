import { cpus } from "node:os";

/** What the figures were taken on, in one line. */
export function machine(): string {
  const processors = cpus();
  const model = processors[0]?.model ?? Deno.build.arch;
  const { deno, v8 } = Deno.version;
  return `${processors.length} × ${model}, Deno ${deno}, V8 ${v8}`;
}

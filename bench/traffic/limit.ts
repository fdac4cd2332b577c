import { compile } from "../compile.ts";
import { startProgram } from "./program.ts";
import type { Subject } from "./subject.ts";

const SOURCE = "limit.c";

/** What the program does with the packets that come. */
export type LimitMode = "answer" | "pairs";

/**
 * Receives and sends the packets of calls in C, and no more: the limit of what
 * the machine can do, which nothing that is more than that can reach.
 */
export class Limit {
  readonly #program: string;

  private constructor(program: string) {
    this.#program = program;
  }

  /** Null where it cannot be compiled, and where there is no `/proc`. */
  static async compile(): Promise<Limit | null> {
    if (Deno.build.os !== "linux") return null;
    const program = await Deno.makeTempFile({ prefix: "edge-cti-limit-" });
    if (await compile(SOURCE, ["-O3"], program)) return new Limit(program);
    await Deno.remove(program);
    return null;
  }

  async start(mode: LimitMode): Promise<Subject> {
    const program = await startProgram(this.#program, [mode]);
    return { ...program, uri: `sip:limit@127.0.0.1:${program.said}` };
  }

  async remove(): Promise<void> {
    await Deno.remove(this.#program);
  }
}

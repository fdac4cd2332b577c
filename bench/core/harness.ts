import { utf8 } from "../../runtime/base/bytes.ts";

/** A native program of `bench/native/` that does a round when it is asked. */
export class Harness {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #reader: ReadableStreamDefaultReader<string>;

  private constructor(program: string, folder: string) {
    this.#child = new Deno.Command(program, {
      args: [folder],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#reader = this.#child.stdout
      .pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Null when the program cannot do what it is for. */
  static async start(
    program: string,
    folder: string,
  ): Promise<Harness | null> {
    const harness = new Harness(program, folder);
    if (await harness.#answer() === "ready\n") return harness;
    await harness.close();
    return null;
  }

  /** Nanoseconds of CPU time that one frame took in one round of a work. */
  async round(work: string): Promise<number> {
    await this.#writer.write(utf8(`${work}\n`));
    const answer = await this.#answer();
    if (answer === null) throw new Error(`No answer to "${work}"`);
    return Number(answer);
  }

  /** It ends when there is nothing more to read. */
  async close(): Promise<void> {
    await this.#writer.close().catch(() => {});
    await this.#child.status;
  }

  /** One line; the program writes each in one piece. */
  async #answer(): Promise<string | null> {
    return (await this.#reader.read()).value ?? null;
  }
}

import { isRecord } from "../../client/record.ts";

export interface ChildNodeOptions {
  /** The environment that it gets: `CTI_…` settings. */
  readonly settings: Readonly<Record<string, string>>;
  /** The file that its log goes to. */
  readonly log: string;
}

const MAIN = new URL("../../main.ts", import.meta.url);
/** As `deno task start` has it: JavaScript's young objects get 6 MB a thread. */
const YOUNG = "--v8-flags=--max-semi-space-size=2";
const PERMISSIONS = ["net", "read", "write", "env", "sys", "ffi"]
  .map((name) => `--allow-${name}`);

/** A node as a process of its own. */
export class ChildNode {
  readonly pid: number;
  /** Its base address, such as `http://127.0.0.1:8080`. */
  readonly http: string;
  readonly #process: Deno.ChildProcess;
  readonly #logged: Promise<void>;

  private constructor(
    process: Deno.ChildProcess,
    http: string,
    logged: Promise<void>,
  ) {
    this.pid = process.pid;
    this.http = http;
    this.#process = process;
    this.#logged = logged;
  }

  /**
   * Starts a node and waits until it can take calls.
   * @throws {Error} it ended instead; its log says why
   */
  static async start(options: ChildNodeOptions): Promise<ChildNode> {
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", YOUNG, ...PERMISSIONS, MAIN.href],
      env: { ...options.settings },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const log = await Deno.open(options.log, {
      write: true,
      create: true,
      truncate: true,
    });
    const logged = process.stderr.pipeTo(log.writable);
    const http = await readyAddress(process.stdout);
    if (http !== null) return new ChildNode(process, http, logged);
    await logged;
    throw new Error(`The node does not start; see ${options.log}`);
  }

  /** Asks it to end and gives its exit code. */
  async stop(): Promise<number> {
    this.#process.kill("SIGTERM");
    const { code } = await this.#process.status;
    await this.#logged;
    return code;
  }
}

/** The address in the `ready` line; null when none came. */
async function readyAddress(
  output: ReadableStream<Uint8Array>,
): Promise<string | null> {
  let text = "";
  for await (
    const part of output.pipeThrough(new TextDecoderStream())
  ) {
    text += part;
    const ready = /^ready (.*)\n/m.exec(text)?.[1];
    const facts: unknown = ready ? JSON.parse(ready) : null;
    if (isRecord(facts) && typeof facts.http === "string") return facts.http;
  }
  return null;
}

import assert from "node:assert/strict";
import { TextLineStream } from "./text_lines.ts";

const ROOT = new URL("../../", import.meta.url);
const RUN = [
  "run",
  "--quiet",
  "--v8-flags=--max-semi-space-size=2",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
  "--allow-ffi",
];

/** What the ready line of a node says (docs/OPERATIONS.md). */
interface Ready {
  readonly node: string;
  readonly sip: readonly string[];
  readonly http: string;
  readonly pid: number;
}

/** A node in a process of its own, on free ports, with its own data folder. */
export class NodeProcess {
  readonly #child: Deno.ChildProcess;
  readonly #errors: Promise<string>;
  readonly ready: Ready;
  readonly dataDir: string;
  #killed = false;

  private constructor(
    child: Deno.ChildProcess,
    errors: Promise<string>,
    ready: Ready,
    dataDir: string,
  ) {
    this.#child = child;
    this.#errors = errors;
    this.ready = ready;
    this.dataDir = dataDir;
  }

  /**
   * Starts a node; `settings` are its environment beside the free ports,
   * `permissions` what changes those that it has, and `args` what else stands
   * on its command line.
   */
  static async start(
    settings: Readonly<Record<string, string>> = {},
    permissions: readonly string[] = [],
    args: readonly string[] = [],
  ): Promise<NodeProcess> {
    const dataDir = settings.CTI_DATA_DIR ?? await Deno.makeTempDir();
    const child = new Deno.Command(Deno.execPath(), {
      args: [...RUN, ...permissions, "runtime/main.ts", ...args],
      cwd: ROOT,
      env: {
        CTI_SIP_HOST: "127.0.0.1",
        CTI_SIP_PORT: "0",
        CTI_HTTP_PORT: "0",
        CTI_DRAIN_SECONDS: "0",
        CTI_DEMO: "off",
        ...settings,
        CTI_DATA_DIR: dataDir,
      },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(child.stderr).text();
    const ready = await readyLine(child.stdout);
    if (ready) return new NodeProcess(child, errors, ready, dataDir);
    throw new Error(`The node did not get ready:\n${await errors}`);
  }

  /** `host:port` of its SIP over UDP. */
  get sip(): string {
    const udp = this.ready.sip.find((at) => at.startsWith("udp:"));
    if (!udp) throw new Error(`No UDP in ${this.ready.sip}`);
    return udp.slice("udp:".length);
  }

  get rpc(): string {
    return `${this.ready.http}/rpc`;
  }

  /** Ends it by SIGKILL, in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  /** Ends it by SIGTERM, if it still runs; gives its exit code and all it logged. */
  async stop(): Promise<{ code: number; log: string }> {
    if (!this.#killed) this.#child.kill("SIGTERM");
    const { code } = await this.#child.status;
    return { code, log: await this.#errors };
  }

  /** Ends it with all its files: in good order, and with no error logged. */
  async endWell(): Promise<void> {
    const { code, log } = await this.stop();
    await Deno.remove(this.dataDir, { recursive: true });
    assert.equal(code, 0);
    assert.doesNotMatch(log, /"level":"error"/);
  }
}

async function readyLine(
  stdout: ReadableStream<Uint8Array>,
): Promise<Ready | undefined> {
  const lines = stdout.pipeThrough(new TextDecoderStream() as never)
    .pipeThrough(new TextLineStream());
  const reader = lines.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    if (value.startsWith("ready ")) {
      void drain(reader);
      return JSON.parse(value.slice("ready ".length));
    }
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>) {
  while (!(await reader.read()).done);
}

import { join } from "node:path";
import type { Report } from "../../runtime/load/report.ts";
import { pause } from "../pause.ts";

const LOAD = new URL("../../runtime/load/load.ts", import.meta.url);
const RTP_PORTS = "15000-19499";
/** Of those who come when the others are there. */
const LATER_PORTS = "19500-19999";
/** They are told to hang up before. */
const LONGEST = 600;
/** How often they tell, and how often that is read. */
const EVERY_MS = 500;

export interface CallersOptions {
  /** Whom they call. */
  readonly uri: string;
  readonly calls: number;
  /** Calls a second. */
  readonly rate: number;
  /** The keys that they must hear, over and over; "" for any sound. */
  readonly expect: string;
  /** Each calls once and hangs up soon; else all stay until they are told. */
  readonly once?: boolean;
  /** For those whom nobody tells to hang up, s. */
  readonly longest?: number;
}

/** People who call and speak until they hang up: `deno task load`. */
export class Callers {
  readonly #options: CallersOptions;
  readonly #folder: string;
  readonly #process: Deno.ChildProcess;

  private constructor(
    options: CallersOptions,
    folder: string,
    process: Deno.ChildProcess,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(options: CallersOptions): Promise<Callers> {
    const folder = await Deno.makeTempDir({ prefix: "edge-cti-callers-" });
    const { calls, rate, expect, once = false, longest = LONGEST } = options;
    const wishes = {
      ...{ calls, rate, expect },
      ...once ? { hold: 1 } : { duration: longest },
      ports: once ? LATER_PORTS : RTP_PORTS,
      every: EVERY_MS / 1000,
      lines: join(folder, "lines"),
      json: join(folder, "report"),
    };
    const args = Object.entries(wishes).map(([name, it]) => `--${name}=${it}`);
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", LOAD.href, options.uri, ...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    return new Callers(options, folder, process);
  }

  /** Waits until each call was answered, or refused, and tells of them so far. */
  async settled(): Promise<Report> {
    for (;;) {
      const report = await this.now();
      const { up = 0, refused = {} } = report?.calls ?? {};
      const away = Object.values(refused).reduce((sum, of) => sum + of, 0);
      if (report && up + away >= this.#options.calls) return report;
      await pause(EVERY_MS);
    }
  }

  /** What they told last; null at the beginning. */
  async now(): Promise<Report | null> {
    try {
      const text = await Deno.readTextFile(join(this.#folder, "lines"));
      return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "null");
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  /** All hang up; what they tell then has the packets of their calls. */
  hangUp(): Promise<Report> {
    this.#process.kill("SIGINT");
    return this.ended();
  }

  /** Waits until all have hung up. */
  async ended(): Promise<Report> {
    await this.#process.status;
    const text = await Deno.readTextFile(join(this.#folder, "report"));
    return JSON.parse(text);
  }

  /** After it nothing is left of them, whatever happened. */
  async close(): Promise<void> {
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      // They are gone already
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#process.status;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

import { textOf, utf8 } from "../../base/bytes.ts";
import { readBounded } from "../../base/read_bounded.ts";
import type { Words } from "../../media/content.ts";
import { folderOf } from "./folder_of.ts";
import { LARGEST_SPEECH, type SpeechEngine } from "./synthesizer.ts";

/** As many as a small machine bears besides its calls. */
const AT_ONCE = 2;
/** What a program may report beside the sound. */
const LONGEST_COMPLAINT = 1024 * 1024;
const SHOWN = 200;

/**
 * A program that reads a text and writes a sound file, run anew for each text;
 * no shell stands between.
 */
export class CommandEngine implements SpeechEngine {
  readonly title = "The speech command";
  readonly atOnce = AT_ONCE;
  readonly folder: string;
  readonly #line: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #running = new Set<Deno.ChildProcess>();

  /**
   * @param line the program and its arguments, in which `{voice}` and
   * `{language}` stand for those of the text
   * @param environment all that it is given of ours
   */
  constructor(
    line: readonly string[],
    environment: Readonly<Record<string, string>>,
  ) {
    this.#line = line;
    this.#environment = environment;
    this.folder = folderOf("command", JSON.stringify(line));
  }

  async speak(
    words: Words,
    given: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const child = this.#start(words);
    const enough = new AbortController();
    const signal = AbortSignal.any([given, enough.signal]);
    signal.addEventListener("abort", () => ended(child));
    try {
      return await this.#output(child, words, signal);
    } catch (error) {
      enough.abort();
      await child.status;
      throw error;
    } finally {
      this.#running.delete(child);
    }
  }

  close(): void {
    for (const child of this.#running) ended(child);
  }

  #start({ voice, language }: Words): Deno.ChildProcess {
    const [program, ...args] = this.#line.map((part) =>
      part.replaceAll("{voice}", voice).replaceAll("{language}", language)
    );
    const child = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: this.#environment,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#running.add(child);
    return child;
  }

  async #output(
    child: Deno.ChildProcess,
    { text }: Words,
    enough: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const [file, complaint, { code, signal }] = await Promise.all([
      readBounded(child.stdout, LARGEST_SPEECH, enough),
      readBounded(child.stderr, LONGEST_COMPLAINT, enough),
      child.status,
      tell(child.stdin, text),
    ]).catch((error) => {
      throw new Error(`${this.title} says too much: ${error.message}`);
    });
    if (code === 0) return file;
    const how = signal ? `was ended by ${signal}` : `has ended with ${code}`;
    const why = textOf(complaint).trim().slice(0, SHOWN);
    throw new Error(`${this.title} ${how}${why && `: ${why}`}`);
  }
}

/** A program may end without having read it, or read nothing. */
async function tell(
  stdin: WritableStream<Uint8Array>,
  text: string,
): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(utf8(`${text}\n`));
    await writer.close();
  } catch {
    return;
  }
}

function ended(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

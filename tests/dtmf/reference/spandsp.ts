import { pipe } from "../../support/pipe.ts";
import { run } from "../../support/program.ts";
import { bytesOf } from "../../support/sound_bytes.ts";
import type { Heard } from "../row.ts";

const SOURCE = new URL("./spandsp.c", import.meta.url).pathname;

/** spandsp's DTMF receiver (Debian: libspandsp-dev), compiled on the spot. */
export class Spandsp {
  private constructor(readonly folder: string) {}

  static async compiled(): Promise<Spandsp> {
    const folder = await Deno.makeTempDir();
    const made = new Spandsp(folder);
    await run("cc", ["-O2", "-o", made.#binary, SOURCE, "-lspandsp", "-lm"]);
    return made;
  }

  get #binary(): string {
    return `${this.folder}/spandsp`;
  }

  /** Keys, each at the sample at which it was told. */
  async hear(
    sound: Int16Array,
    filter: boolean,
    lost: readonly boolean[] = [],
  ): Promise<Heard[]> {
    const list = `${this.folder}/${crypto.randomUUID()}`;
    await Deno.writeFile(list, Uint8Array.from(lost, Number));
    const args = [filter ? "1" : "0", list];
    const printed = await pipe(this.#binary, args, bytesOf(sound));
    await Deno.remove(list);
    const lines = new TextDecoder().decode(printed).trim().split("\n");
    return lines.filter(Boolean).map((line) => {
      const [key, at] = line.split(" ");
      return { key, at: Number(at), told: Number(at) };
    });
  }

  async close(): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

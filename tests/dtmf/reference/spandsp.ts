import { textOf } from "../../../runtime/base/bytes.ts";
import { compile } from "../../support/native.ts";
import { pipe } from "../../support/pipe.ts";
import { bytesOf } from "../../support/sound_bytes.ts";
import type { Heard } from "../row.ts";

/** spandsp's DTMF receiver (Debian: libspandsp-dev), compiled on the spot. */
export class Spandsp {
  private constructor(
    readonly folder: string,
    readonly program: string,
  ) {}

  static async compiled(): Promise<Spandsp> {
    const folder = await Deno.makeTempDir();
    const program = await compile("spandsp", folder, "spandsp", "m");
    return new Spandsp(folder, program);
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
    const printed = await pipe(this.program, args, bytesOf(sound));
    await Deno.remove(list);
    const lines = textOf(printed).trim().split("\n");
    return lines.filter(Boolean).map((line) => {
      const [key, at] = line.split(" ");
      return { key, at: Number(at), told: Number(at) };
    });
  }

  async close(): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

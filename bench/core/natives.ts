import { join } from "node:path";
import { compile } from "../compile.ts";
import type { Rival } from "./contest.ts";
import { Harness } from "./harness.ts";

interface Program {
  readonly source: string;
  readonly options: readonly string[];
  /** The Debian package without which there is none. */
  readonly needs: string;
}

/** Who does the same work natively, by the name that the table shows. */
const PROGRAMS = {
  "spandsp": {
    source: "spandsp.c",
    options: ["-O3", "-lspandsp"],
    needs: "libspandsp-dev",
  },
  "libgsm": {
    source: "libgsm.c",
    options: ["-O3", "-lgsm"],
    needs: "libgsm1-dev",
  },
  "libopus": {
    source: "libopus.c",
    options: ["-O3", "-lopus"],
    needs: "libopus-dev",
  },
  "libsrtp": {
    source: "libsrtp.c",
    options: ["-O3", "-lsrtp2"],
    needs: "libsrtp2-dev",
  },
  "multimon-ng": {
    source: "multimon.c",
    options: ["-O3"],
    needs: "multimon-ng",
  },
  "C -O3": plain(),
  "C -O3 -march=x86-64-v2": plain("-march=x86-64-v2"),
  "C -O3 -march=native": plain("-march=native"),
} as const satisfies Record<string, Program>;

export type ProgramName = keyof typeof PROGRAMS;

function plain(...options: string[]): Program {
  const all = ["-O3", ...options, "-lm"];
  return { source: "plain.c", options: all, needs: "gcc" };
}

/** All native programs that can be had here. */
export class Natives {
  readonly #harnesses = new Map<string, Harness>();
  readonly #missing: string[] = [];

  private constructor() {}

  /** Compiles and starts them; `folder` has the sounds, and room for more. */
  static async start(folder: string): Promise<Natives> {
    const natives = new Natives();
    for (const [name, { source, options, needs }] of Object.entries(PROGRAMS)) {
      const program = join(folder, name.replaceAll(" ", ""));
      const harness = await compile(source, options, program)
        ? await Harness.start(program, folder)
        : null;
      if (harness) natives.#harnesses.set(name, harness);
      else natives.#missing.push(`${name} (package ${needs})`);
    }
    return natives;
  }

  /** Those that are not here, with the package that would bring them. */
  get missing(): readonly string[] {
    return this.#missing;
  }

  /** Programs that do a work: what ours is compared with, or nobody. */
  rivals(
    names: readonly ProgramName[],
    work: string,
    how = "",
  ): readonly Rival[] {
    return names.flatMap((name) => {
      const harness = this.#harnesses.get(name);
      if (!harness) return [];
      return [{ name: `${name}${how}`, round: () => harness.round(work) }];
    });
  }

  async close(): Promise<void> {
    for (const harness of this.#harnesses.values()) await harness.close();
  }
}

import { textOf } from "../runtime/base/bytes.ts";
import { compile } from "./compile.ts";
import type { Row } from "./row.ts";

/**
 * CPU time that one call's packets take in C, sockets alone: ms a second of
 * the call; null without a compiler, and where the system does not tell the
 * CPU time that it would be compared with.
 */
export async function echoInC(): Promise<number | null> {
  if (Deno.build.os !== "linux") return null;
  const program = await Deno.makeTempFile();
  try {
    if (!await compile("echo.c", ["-O3"], program)) return null;
    const { stdout } = await new Deno.Command(program).output();
    return Number(textOf(stdout));
  } finally {
    await Deno.remove(program);
  }
}

/** The echo as what a row is compared with. */
export function besideEcho(
  echo: number | null,
  times = 1,
): Pick<Row, "references"> {
  if (echo === null) return {};
  return {
    references: [{ name: "C, the sockets alone", value: echo * times }],
  };
}

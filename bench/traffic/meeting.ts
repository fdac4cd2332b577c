import { startProgram } from "./program.ts";
import type { Subject } from "./subject.ts";

const PLACE = new URL("./meeting_place.ts", import.meta.url);

/** Where up to `most` callers meet: all together, or in pairs. */
export async function startMeeting(
  how: "together" | "pairs",
  most: number,
): Promise<Subject> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-meeting-" });
  const args = ["run", "--quiet", "-A", PLACE.href, how, `${most}`, folder];
  const program = await startProgram(Deno.execPath(), args);
  return {
    pid: program.pid,
    uri: `sip:meeting@127.0.0.1:${program.said}`,
    async stop() {
      await program.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

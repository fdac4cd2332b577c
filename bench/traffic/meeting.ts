import { lineOf } from "./first_line.ts";
import type { Subject } from "./subject.ts";

const PLACE = new URL("./meeting_place.ts", import.meta.url);

/** Where up to `most` callers meet: all together, or in pairs. */
export async function startMeeting(
  how: "together" | "pairs",
  most: number,
): Promise<Subject> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-meeting-" });
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", PLACE.href, how, `${most}`, folder],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const port = await lineOf(process, "ready");
  return {
    pid: process.pid,
    uri: `sip:meeting@127.0.0.1:${port}`,
    async stop() {
      process.kill();
      await process.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

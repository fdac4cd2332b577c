import assert from "node:assert/strict";
import { NodeProcess } from "../support/node_process.ts";
import { run } from "../support/program.ts";
import { PhoneRoom } from "../support/room/phone_room.ts";

const FORMATS = [1, 2, 3, 4, 5, 6];
const SAID_MS = 3000;
/** What a crash may cost. */
const LOST_MS = 1000;

/** How long a file plays, by whom others trust. */
async function lengthsOf(path: string): Promise<number[]> {
  const entries = "format=duration";
  const probe = ["-v", "error", "-show_entries", entries, "-of", "csv=p=0"];
  const texts = [
    await run("ffprobe", [...probe, path]),
    await run("soxi", ["-D", path]),
  ];
  return texts.map((text) => 1000 * Number(text));
}

async function checkLengths(dataDir: string): Promise<void> {
  for (const format of FORMATS) {
    const name = `killed-${format}.${format === 6 ? "mp3" : "wav"}`;
    for (const length of await lengthsOf(`${dataDir}/recordings/${name}`)) {
      assert.ok(length > SAID_MS - LOST_MS, `${name}: ${length} ms`);
    }
  }
}

Deno.test("SIGKILL costs a recording less than a second, sox and ffmpeg read the rest, and the next start completes it", async () => {
  const room = await PhoneRoom.open();
  const { dataDir } = room.node;
  try {
    const lines = await Promise.all(FORMATS.map(async (record_format) => {
      const phone = room.phone(`1380013800${record_format}`);
      const { line, res_id } = await room.answered(phone, "");
      const record_file = `killed-${record_format}`;
      const record = { res_id, record_file, record_format, max_seconds: 60 };
      await room.app.call("record_start", record);
      return line;
    }));
    await Promise.all(lines.map((line) => line.ear.hears([], SAID_MS)));
    await room.node.kill();
    await checkLengths(dataDir);
    const next = await NodeProcess.start({ CTI_DATA_DIR: dataDir });
    await checkLengths(dataDir);
    assert.doesNotMatch((await next.stop()).log, /cut off stays so/);
  } finally {
    await room.leave();
  }
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { inRoom } from "./in_room.ts";

const CALLER = "13800138000";
const FOREVER = { max_answer_seconds: 21600 };
const IN_WAV = [1, 2, 3, 4, 5];
const MP3 = 6;

inRoom(
  "every record_format holds what the caller said, for max_seconds",
  async (room) => {
    const { app } = room;
    const { line, res_id } = await room.incoming(room.phone(CALLER));
    await app.act("answer", { res_id, ...FOREVER });
    await line.answered;
    const record = async (record_format: number) => {
      const name = `formats/${record_format}`;
      const end = await app.act("record_start", {
        res_id,
        record_file: name,
        record_format,
        max_seconds: "1",
      });
      assert.deepEqual(
        [end.error, end.finish_key, end.record_file, end.seconds],
        ["record timeout", null, name, 1],
      );
      const file = name + (record_format === MP3 ? ".mp3" : ".wav");
      const path = join(room.node.dataDir, "recordings", file);
      assert.equal((await Deno.stat(path)).size, end.bytes);
      return file;
    };
    for (const format of IN_WAV) {
      const heard = await room.recording(await record(format));
      assert.ok(heard.msOf(CALLER) >= 300, `format ${format}`);
    }
    await record(MP3);
    await line.hangUp();
  },
);

import assert from "node:assert/strict";
import { inRoom } from "./in_room.ts";

const CALLERS = 6;

inRoom(
  "scenario 15: callers at once are answered, half are dropped and half expire",
  async (room) => {
    const { app } = room;
    await room.prompt("hello.wav", 60_000);
    const phones = Array.from(
      { length: CALLERS },
      (_, n) => room.phone(`1380013800${n}`),
    );
    let answered = 0;
    app.on("incoming", ({ res_id }) => {
      const max_answer_seconds = answered++ % 2 ? 2 : 60;
      const user_data = `${max_answer_seconds}`;
      void app.call("answer", { res_id, max_answer_seconds, user_data });
    });
    app.on("answer_completed", ({ res_id }) => {
      void app.call("play_start", { res_id, content: "hello.wav" });
    });
    const lines = await Promise.all(phones.map((phone) => phone.calls("4001")));
    await Promise.all(lines.map((line) => line.hears("hello.wav")));
    for (const { res_id, user_data } of app.of("answer_completed")) {
      if (user_data === "60") await app.call("drop", { res_id, cause: 603 });
    }
    await app.count("released", CALLERS);
    for (const released of app.of("released")) {
      const { user_data, dropped_by, cause, answer_time, end_time } = released;
      assert.deepEqual([dropped_by, cause], ["sys", 603]);
      // Both are whole seconds.
      const lasted = end_time - answer_time;
      if (user_data === "2") {
        assert.ok(lasted >= 2 && lasted <= 3, `${lasted} s`);
      }
    }
    const errors = app.of("play_completed").map(({ error }) => error);
    assert.deepEqual(errors, Array(CALLERS).fill("hungup when playing"));
    for (const line of lines) assert.equal((await line.ended).by, "remote");
  },
);

import assert from "node:assert/strict";
import { inRoom } from "./in_room.ts";
import { conference } from "./invited.ts";

const [FIRST, SECOND] = ["13800138000", "13900139000"];
/** Written as numbers, by an application that names no user data. */
const ANSWER = { max_answer_seconds: 10000, user_data: "" };

inRoom(
  "scenario 13: callers dial into a conference with a PIN",
  async (room) => {
    const { app } = room;
    for (const name of ["welcome.wav", "wrong.wav", "ready.wav", "in.wav"]) {
      await room.prompt(name, 1000);
    }
    const conf = await conference(room, { max_seconds: 3600 });
    const enter = async (name: string, pins: readonly string[]) => {
      const { line, res_id } = await room.incoming(room.phone(name));
      const { from_uri } = app.of("incoming").at(-1) ?? {};
      assert.equal(/:(.*)@/.exec(from_uri)?.[1], name);
      const answered = await app.act("answer", { res_id, ...ANSWER });
      assert.equal(answered.user_data, null);
      let play_content = "welcome.wav";
      for (const pin of pins) {
        await app.call("receive_dtmf_start", { res_id, play_content });
        await line.hears(play_content);
        await line.press(`${pin}#`);
        const { error, keys } = await app.told(
          "receive_dtmf_completed",
          res_id,
        );
        assert.deepEqual([error, keys], [null, pin]);
        play_content = "wrong.wav";
      }
      await app.act("play_start", { res_id, content: "ready.wav" });
      const bell = { res_id: conf, file: "in.wav" };
      await app.call("sys.conf.play_start", bell);
      const where = { res_id, conf_res_id: conf, max_seconds: 36000 };
      await app.call("conf_enter", where);
      await app.told("sys.conf.on_play_completed", conf);
      return { line, res_id };
    };
    const first = await enter(FIRST, ["0000", "4711"]);
    const second = await enter(SECOND, ["4711"]);
    assert.ok(first.line.ear.msOf("in.wav") >= 440);
    await Promise.all([first.line.hears(SECOND), second.line.hears(FIRST)]);
    await first.line.hangUp();
    const left = await app.told("conf_completed", first.res_id);
    assert.equal(left.error, "hungup when join conf");
    const { error, conf_res_id } = await app
      .told("conf_completed", second.res_id);
    assert.deepEqual([error, conf_res_id], [null, conf]);
    await app.told("sys.conf.on_released", conf);
  },
);

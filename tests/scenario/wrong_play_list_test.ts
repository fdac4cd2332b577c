import assert from "node:assert/strict";
import { inRoom } from "./in_room.ts";
import { invited } from "./invited.ts";

const BAD_PARAMS = -32602;

/** Lists that are refused, and what of them is named. */
const WRONG = [
  [[["a.wav"], ["b.wav", 8, ""]], "content[1][1]"],
  [[["a.wav", 0, ""], ["twelve", 2, ""]], "content[1][0]"],
  [Array(31).fill(["a.wav"]), "content"],
  [{ file: "a.wav" }, "content"],
] as const;

inRoom(
  "a play list is refused by the path of its wrong item, and ends at a file that is not there",
  async (room) => {
    const { app } = room;
    for (const name of ["a.wav", "b.wav"]) await room.prompt(name, 300);
    const { line, res_id } = await invited(room, room.phone("6001"));
    for (const [content, named] of WRONG) {
      const { error } = await app.ask("play_start", { res_id, content });
      assert.equal(error.code, BAD_PARAMS, named);
      assert.ok(error.data.param.startsWith(named), error.message);
    }
    const broken = [["a.wav"], ["none.wav"], ["b.wav"]];
    const played = await app.act("play_start", { res_id, content: broken });
    assert.equal(played.error, "play error");
    assert.equal(played.reason, 'No such sound file "none.wav"');
    for (const content of [[], [["b.wav", -1, ""]], [["b.wav", "-7"]]]) {
      const nothing = await app.act("play_start", { res_id, content });
      assert.equal(nothing.error, null);
    }
    assert.equal(line.ear.msOf("b.wav"), 0);
    const most = Array(30).fill(["a.wav|b.wav", 7, ""]);
    const keys = { finish_keys: "5*", repeat: "10" };
    await app.call("play_start", { res_id, content: most, ...keys });
    await line.ear.hears(["b.wav"], 200);
    await line.press("95");
    const { finish_key } = await app.told("play_completed", res_id);
    assert.equal(finish_key, "5");
  },
);

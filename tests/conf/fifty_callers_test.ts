import assert from "node:assert/strict";
import { BigRoom } from "./big_room.ts";

const CALLERS = 50;

/** What a caller is when some are changed: every fifth is muted, and so on. */
const MODES = [3, 2, 4, 1, 1] as const;

function isHeard(mode: number): boolean {
  return mode === 1 || mode === 2;
}

function hears(mode: number): boolean {
  return mode === 1 || mode === 3;
}

/** Who hears whom when the callers have these modes. */
function expected(modes: readonly number[]): number[][] {
  return modes.map((mode, listener) =>
    modes.flatMap((other, talker) =>
      hears(mode) && isHeard(other) && talker !== listener ? [talker] : []
    )
  );
}

Deno.test("fifty callers in three codecs: each hears all others and not itself; muted ones are not heard, deaf ones hear nothing", async () => {
  const room = await BigRoom.open(CALLERS);
  const { app, callers } = room;
  const { res_id } = await app.call("sys.conf.construct", {
    max_seconds: 600,
    user_data: "all",
  });
  for (const caller of callers) {
    const enter = { conf_res_id: res_id, max_seconds: 600 };
    await app.call("conf_enter", { res_id: caller.res_id, ...enter });
  }
  const all = expected(callers.map(() => 1));
  assert.deepEqual(await room.heard(all), all);

  await app.act("sys.conf.record_start", {
    res_id,
    max_seconds: 3,
    record_file: "all.wav",
  });
  const everybody = callers.map(({ n }) => n);
  assert.deepEqual(await room.voicesIn("all.wav"), everybody);

  const modes = callers.map(({ n }) => MODES[n % MODES.length]);
  for (const [n, mode] of modes.entries()) {
    const call_res_id = callers[n].res_id;
    await app.call("sys.conf.set_part_voice_mode", {
      res_id,
      call_res_id,
      mode,
    });
  }
  const some = expected(modes);
  assert.deepEqual(await room.heard(some), some);

  await app.call("sys.conf.release", { res_id });
  const { user_data } = await app.told("sys.conf.on_released", res_id);
  assert.equal(user_data, "all");
  const nobody = callers.map(() => []);
  assert.deepEqual(await room.heard(nobody), nobody);
  const left = app.of("conf_completed");
  assert.deepEqual(left.map(({ error }) => error), callers.map(() => null));
  await room.close();
});

import { PhoneRoom, type RoomOptions } from "../support/room/phone_room.ts";
import { checkEvent } from "./event_members.ts";

type Scene = (room: PhoneRoom) => Promise<void>;

/** A scene is mostly waiting for sound: so many of a file are played at once. */
const SIDE_BY_SIDE = 4;
/** What one scene opens another may close: the test around them looks at that. */
const TOGETHER = {
  sanitizeOps: false,
  sanitizeResources: false,
  sanitizeExit: false,
};

const scenes: Deno.TestStepDefinition[] = [];

/** A scene in a room of its own; every event has its members in order. */
export function inRoom(
  name: string,
  scene: Scene,
  options: RoomOptions = {},
): void {
  if (scenes.length === 0) Deno.test("scenes side by side", playAll);
  scenes.push({ name, fn: () => play(scene, options), ...TOGETHER });
}

async function playAll(test: Deno.TestContext): Promise<void> {
  const stages = scenes.slice(0, SIDE_BY_SIDE).map(async () => {
    for (let next = scenes.shift(); next; next = scenes.shift()) {
      await test.step(next);
    }
  });
  await Promise.all(stages);
}

async function play(scene: Scene, options: RoomOptions): Promise<void> {
  const room = await PhoneRoom.open(options);
  try {
    await scene(room);
    await room.close();
  } finally {
    await room.leave();
  }
  for (const { method, params } of room.app.events) checkEvent(method, params);
}

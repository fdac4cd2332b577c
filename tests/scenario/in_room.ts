import { PhoneRoom, type RoomOptions } from "../support/room/phone_room.ts";
import { sideBySide } from "../support/side_by_side.ts";
import { checkEvent } from "./event_members.ts";

/** A scenario in a room of its own; every event has its members in order. */
export function inRoom(
  name: string,
  scene: (room: PhoneRoom) => Promise<void>,
  options: RoomOptions = {},
): void {
  sideBySide(name, async () => {
    const room = await PhoneRoom.open(options);
    try {
      await scene(room);
      await room.close();
    } finally {
      await room.leave();
    }
    for (const { method, params } of room.app.events) {
      checkEvent(method, params);
    }
  });
}

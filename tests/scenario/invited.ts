import assert from "node:assert/strict";
import type { LineOptions } from "../../runtime/phone/line_audio.ts";
import type { PhoneRoom } from "../support/room/phone_room.ts";
import type { RoomLine } from "../support/room/room_line.ts";
import type { RoomPhone } from "../support/room/room_phone.ts";

/** Somebody who was called and has picked up. */
export interface Guest {
  readonly line: RoomLine;
  readonly res_id: string;
}

/** Calls somebody, who picks up at once. */
export async function invited(
  { app }: PhoneRoom,
  phone: RoomPhone,
  options: LineOptions = {},
): Promise<Guest> {
  const dial = {
    to_uri: phone.uri,
    from_uri: "02066304057",
    max_answer_seconds: 21600,
    max_ring_seconds: 45,
    user_data: phone.name,
  };
  const { res_id } = await app.call("construct", dial);
  const line = await phone.picksUp(options);
  const { error, user_data } = await app.told("dial_completed", res_id);
  assert.deepEqual([error, user_data], [null, phone.name]);
  return { line, res_id };
}

/** Opens a conference; gives its id. */
export async function conference(
  { app }: PhoneRoom,
  options: object,
): Promise<string> {
  const made = await app.call("sys.conf.construct", options);
  assert.match(made.res_id, /^0\.0\.0-sys\.conf-\d+$/);
  return made.res_id;
}

import { type Client, connect } from "../../runtime/client/mod.ts";
import { PhoneRoom } from "../support/room/phone_room.ts";

/** A program of `examples/` in a room of telephones, with its sounds. */
export function inServiceRoom(
  name: string,
  sounds: Readonly<Record<string, number>>,
  scene: (room: PhoneRoom, client: Client) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const room = await PhoneRoom.open();
    const client = await connect(room.node.ready.http, { group: "example" });
    try {
      for (const [sound, ms] of Object.entries(sounds)) {
        await room.prompt(sound, ms);
      }
      await scene(room, client);
      await Promise.all(client.calls.map((call) => call.released));
      client.close();
      await client.closed;
      await room.close();
    } finally {
      client.close();
      await room.leave();
    }
  });
}

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { type Client, connect } from "../../runtime/client/mod.ts";
import { CuttingProxy } from "../support/cutting_proxy.ts";
import { PhoneRoom } from "../support/room/phone_room.ts";
import type { RoomPhone } from "../support/room/room_phone.ts";
import { soon } from "../support/soon.ts";

const ROUNDS = 12;

/** An application behind a way that can be cut, and a telephone. */
interface Scene {
  readonly room: PhoneRoom;
  readonly proxy: CuttingProxy;
  readonly client: Client;
  readonly phone: RoomPhone;
}

function scene(name: string, act: (scene: Scene) => Promise<void>): void {
  Deno.test(name, async () => {
    const room = await PhoneRoom.open();
    const proxy = new CuttingProxy(room.node.ready.http);
    const client = await connect(proxy.http, { group: "cut" });
    try {
      await act({ room, proxy, client, phone: room.phone("200") });
      client.close();
      await client.closed;
      await room.close();
    } finally {
      await proxy.close();
      await room.leave();
    }
  });
}

/** How often it was called. */
function timesCalled({ requests }: RoomPhone): number {
  return requests.filter((method) => method === "INVITE").length;
}

scene(
  "a call whose reply was lost on the way is made once, and is the client's own",
  async ({ proxy, client, phone }) => {
    proxy.silenced = true;
    const constructed = client.construct({ toUri: phone.uri });
    const ringing = await phone.rings();
    proxy.cut();
    const call = await soon(constructed, "the reply comes again");
    const line = await ringing.picksUp();
    await soon(call.dialled, "the call is answered");
    await call.drop();
    assert.equal((await soon(call.released, "the end is told")).cause, 603);
    await line.ended;
    assert.equal(timesCalled(phone), 1);
  },
);

scene(
  "a play whose reply and end were lost on the way resolves, and was played once",
  async ({ room, proxy, client, phone }) => {
    await room.prompt("once.wav", 400);
    const dialled = client.dial({ toUri: phone.uri });
    const line = await phone.picksUp();
    const call = await dialled;
    proxy.silenced = true;
    const played = call.play("once.wav");
    await line.hears("once.wav");
    await line.hears();
    proxy.cut();
    assert.equal((await soon(played, "the play is over")).error, null);
    await call.drop();
    await call.released;
    const heard = line.ear.msOf("once.wav");
    assert.ok(heard > 300 && heard < 500, `heard for ${heard} ms`);
  },
);

scene(
  "a node that does not know that the way is broken gives what it has told there once more",
  async ({ room, proxy, client, phone }) => {
    await room.prompt("once.wav", 400);
    const dialled = client.dial({ toUri: phone.uri });
    const line = await phone.picksUp();
    const call = await dialled;
    const played = call.play("once.wav");
    await line.hears("once.wav");
    proxy.silenced = true;
    await line.hears();
    proxy.abandon();
    assert.equal((await soon(played, "the play is over")).error, null);
    await call.drop();
    await soon(call.released, "the end is told");
    assert.equal(timesCalled(phone), 1);
  },
);

scene(
  `of ${ROUNDS} calls on a way that is cut by chance each is made once and ends once`,
  async ({ proxy, client, phone }) => {
    const chance = new SeededChance(7);
    for (let round = 0; round < ROUNDS; round++) {
      proxy.silenced = chance.integer(2) === 0;
      const constructed = client.construct({ toUri: phone.uri });
      const ringing = await phone.rings();
      if (proxy.silenced || chance.integer(2)) proxy.cut();
      const call = await soon(constructed, `reply ${round}`);
      const picked = ringing.picksUp();
      if (chance.integer(2)) proxy.cut();
      await soon(call.dialled, `answer ${round}`);
      proxy.silenced = chance.integer(2) === 0;
      const dropped = call.drop();
      await (await picked).ended;
      if (proxy.silenced) proxy.cut();
      // Its end may come before the reply, and is then what the command finds.
      await soon(dropped.catch(() => {}), `drop ${round}`);
      await soon(call.released, `end ${round}`);
    }
    assert.equal(timesCalled(phone), ROUNDS);
    assert.deepEqual(client.calls, []);
  },
);

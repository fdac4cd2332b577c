import assert from "node:assert/strict";
import { callBack } from "../../examples/call_back.ts";
import { ConferenceRoom } from "../../examples/conference.ts";
import { serveMenu } from "../../examples/ivr.ts";
import { Queue } from "../../examples/queue.ts";
import { tellCode } from "../../examples/verification_code.ts";
import { CallEnded } from "../../runtime/client/mod.ts";
import { soon } from "../support/soon.ts";
import { inServiceRoom } from "./service_room.ts";

/** In whole frames, ms; the beep is somewhat longer. */
const BEEP = 40;

inServiceRoom(
  "ivr.ts tells the hours, takes a message and says good-bye",
  { "menu.wav": 2000, "hours.wav": 600, "bye.wav": 600 },
  async (room, client) => {
    serveMenu(client, {
      menu: "menu.wav",
      hours: "hours.wav",
      bye: "bye.wav",
    });
    const line = await room.phone("1380").calls("100");
    await line.hears("menu.wav");
    const chosen = line.ear.ms;
    await line.press("1");
    await line.ear.hears(["hours.wav"], 300, chosen);
    await line.hears("menu.wav");
    const before = line.ear.ms;
    await line.press("2");
    await line.ear.hears(["beep"], BEEP, before);
    await line.hears();
    const [call] = client.calls;
    await room.records(`${call.resId}.wav`, ["1380"]);
    await line.press("#");
    await line.hears("menu.wav");
    const leaving = line.ear.ms;
    await line.press("9");
    await line.ear.hears(["bye.wav"], 300, leaving);
    assert.equal((await line.ended).by, "remote");
    const message = await room.recording(`${call.resId}.wav`);
    assert.ok(message.msOf("1380") > 200);
  },
);

inServiceRoom(
  "verification_code.ts reads a code twice, and says who is busy",
  { "your_code.wav": 400 },
  async (room, client) => {
    const phone = room.phone("1381");
    const told = tellCode(client, phone.uri, "0429", [
      ["your_code.wav"],
    ]);
    const line = await phone.picksUp();
    await line.hears("your_code.wav");
    assert.equal(await told, null);
    await line.ended;
    const times = line.ear.chords()
      .filter(({ names, ms }) => names.join() === "your_code.wav" && ms > 300);
    assert.equal(times.length, 2);
    const busy = tellCode(client, phone.uri, "0429");
    (await phone.rings()).refuse(486);
    assert.equal(await busy, "dial failed");
  },
);

inServiceRoom(
  "call_back.ts connects two, and tells who was not reached",
  {},
  async (room, client) => {
    const [one, two] = [room.phone("1382"), room.phone("1383")];
    const spoken = callBack(client, one.uri, two.uri);
    const first = await one.picksUp();
    const ringing = await two.rings();
    await first.hears("ring-back");
    const second = await ringing.picksUp();
    await Promise.all([first.hears("1383"), second.hears("1382")]);
    await second.hangUp();
    assert.ok(await spoken >= 0);
    await first.ended;
    const refused = assert.rejects(
      callBack(client, one.uri, two.uri),
      (error) => error instanceof CallEnded && error.reason === "dial failed",
    );
    const again = await one.picksUp();
    (await two.rings()).refuse(486);
    await refused;
    await again.ended;
  },
);

inServiceRoom(
  "conference.ts lets in who knows the number, and asks the others again",
  { "pin.wav": 600, "wrong.wav": 1000, "enter.wav": 1000 },
  async (room, client) => {
    new ConferenceRoom(client, "42", {
      pin: "pin.wav",
      wrong: "wrong.wav",
      enter: "enter.wav",
    });
    const one = await room.phone("1384").calls("100");
    await one.hears("pin.wav");
    await one.press("42#");
    await one.hears("enter.wav");
    await one.hears();
    const two = await room.phone("1385").calls("100");
    await two.hears("pin.wav");
    await two.press("43#");
    await two.hears("wrong.wav");
    await two.hears("pin.wav");
    await two.press("42#");
    await Promise.all([one.hears("1385"), two.hears("1384")]);
    await one.hangUp();
    await two.hears();
    await two.hangUp();
  },
);

inServiceRoom(
  "queue.ts gives callers music, then agents, in their order",
  { "music.wav": 500 },
  async (room, client) => {
    const agent = room.phone("8001");
    const queue = new Queue(client, [agent.uri], "music.wav");
    assert.ok(queue);
    const one = await room.phone("1387").calls("100");
    const ringing = await agent.rings();
    const two = await room.phone("1388").calls("100");
    await two.hears("music.wav");
    const desk = await ringing.picksUp();
    await Promise.all([one.hears("8001"), desk.hears("1387")]);
    await two.hears("music.wav");
    await desk.hangUp();
    await one.ended;
    (await agent.rings()).refuse(486);
    const next = await soon(agent.picksUp(), "the agent is called again");
    await Promise.all([two.hears("8001"), next.hears("1388")]);
    await two.hangUp();
    await next.ended;
  },
);

inServiceRoom(
  "the programs speak texts where they are given no files",
  {},
  async (room, client) => {
    serveMenu(client);
    const caller = await room.phone("1389").calls("100");
    const hours = new Promise((resolve) =>
      client.events.on((event) => {
        if (event.type === "playCompleted") resolve(event.error);
      })
    );
    await caller.press("1");
    assert.equal(await hours, null);
    await caller.hangUp();
    const phone = room.phone("1390");
    const told = tellCode(client, phone.uri, "7");
    const line = await phone.picksUp();
    assert.equal(await told, null);
    await line.ended;
  },
);

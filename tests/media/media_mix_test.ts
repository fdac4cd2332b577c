import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import { MeetingRoom } from "./meeting_room.ts";

const core = await loadCore();

Deno.test("a connection of two: each hears the other, nobody hears himself", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
});

Deno.test("a conference: everybody hears all the others, and no other mix", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2, 3]);
  room.meet(2, [4]);
  assert.deepEqual(room.heard(), { 1: [2, 3], 2: [1, 3], 3: [1, 2], 4: [] });
});

Deno.test("who may not talk is not heard, who may not listen hears nothing", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2, 3]);
  room.order(
    { type: "joinMix", mix: 1, port: 1, part: { talk: false } },
    { type: "joinMix", mix: 1, port: 2, part: { listen: false } },
  );
  assert.deepEqual(room.heard(), { 1: [2, 3], 2: [], 3: [2] });
  room.order({ type: "joinMix", mix: 1, port: 2, part: {} });
  assert.deepEqual(room.heard(), { 1: [2, 3], 2: [3], 3: [2] });
});

Deno.test("gains: of a voice for all who hear it, of an ear for all it hears", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.order(
    { type: "joinMix", mix: 1, port: 1, part: { gain: 0.5, listenGain: 2 } },
  );
  const { 1: byOne, 2: byTwo } = room.levels();
  assert.ok(Math.abs(byOne[1] - 2) < 0.1, `${byOne}`);
  assert.ok(Math.abs(byTwo[0] - 0.5) < 0.03, `${byTwo}`);
});

Deno.test("a member that leaves is out, and the rest goes on", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2, 3]);
  assert.deepEqual(room.heard()[1], [2, 3]);
  room.order({ type: "leaveMix", mix: 1, port: 2 });
  assert.deepEqual(room.heard(), { 1: [3], 2: [], 3: [1] });
});

Deno.test("a port is in one mix: joining another moves it, the old one cannot put it out", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.meet(2, [3]);
  room.order(
    { type: "joinMix", mix: 2, port: 2, part: {} },
    { type: "leaveMix", mix: 1, port: 2 },
    { type: "closeMix", mix: 1 },
  );
  assert.deepEqual(room.heard(), { 1: [], 2: [3], 3: [2] });
});

Deno.test("a port that closes in a mix is heard no more, nor is who gets its number", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
  room.close(2);
  room.meet(2, [3]);
  assert.deepEqual(room.heard(), { 1: [], 3: [] });
  room.order({ type: "joinMix", mix: 1, port: 3, part: {} });
  assert.deepEqual(room.heard(), { 1: [3], 3: [1] });
});

Deno.test("a mix that closes puts its members out; they stay open for another", () => {
  const room = new MeetingRoom(core);
  room.meet(1, [1, 2]);
  room.order({ type: "closeMix", mix: 1 });
  assert.deepEqual(room.heard(), { 1: [], 2: [] });
  room.meet(2, [1, 2]);
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
});

Deno.test("a closed mix means nothing any more, and its number is free again", () => {
  const room = new MeetingRoom(core, 1);
  for (let mix = 1; mix < 20; mix++) {
    room.meet(mix, [1, 2]);
    room.order(
      { type: "closeMix", mix },
      { type: "closeMix", mix },
      { type: "joinMix", mix, port: 1, part: {} },
      { type: "leaveMix", mix, port: 2 },
    );
  }
  assert.deepEqual(room.heard(), { 1: [], 2: [] });
  room.meet(20, [1, 2]);
  assert.deepEqual(room.heard(), { 1: [2], 2: [1] });
});

Deno.test("more mixes than were laid out are our own mistake", () => {
  const room = new MeetingRoom(core, 1);
  room.meet(1, []);
  assert.throws(() => room.meet(2, []), TypeError);
});

import assert from "node:assert/strict";
import { loadCore } from "../../runtime/core/mod.ts";
import type { ToMedia } from "../../runtime/media/messages.ts";
import { MeetingRoom } from "./meeting_room.ts";

const core = await loadCore();
const FRAME = 160;
/** The walk of a gain and the jitter buffer's first wait are over by then. */
const SETTLED = 20;
/** So long a change is looked for, from the tick on in which it is ordered. */
const CHANGE = 10;
/** Weights of a sixth difference: 30 dB more of a step than of the tones. */
const SIXTH = [1, -6, 15, -20, 15, -6, 1];

/** The sharpest edge in a sound: what a click has, and tones have not. */
function sharpness(sound: Int16Array): number {
  let most = 0;
  for (let at = 0; at + SIXTH.length <= sound.length; at++) {
    const edge = SIXTH.reduce((sum, w, i) => sum + w * sound[at + i], 0);
    most = Math.max(most, Math.abs(edge));
  }
  return most;
}

/** A conference of three, and a caller who is not in it. */
function room(): MeetingRoom {
  const room = new MeetingRoom(core);
  room.meet(2, [4]);
  room.order({ type: "leaveMix", mix: 2, port: 4 });
  room.meet(1, [1, 2, 3]);
  room.pass(SETTLED);
  return room;
}

/** What is as sharp as this is no click: codecs make as much of steady tones. */
function quiet(): number {
  const all = room();
  all.order({ type: "joinMix", mix: 1, port: 4, part: {} });
  all.pass(SETTLED);
  return 1.5 * sharpness(all.sound(1, 3 * CHANGE));
}

const CHANGES: [what: string, orders: ToMedia[]][] = [
  ["somebody enters", [{ type: "joinMix", mix: 1, port: 4, part: {} }]],
  ["somebody leaves", [{ type: "leaveMix", mix: 1, port: 3 }]],
  ["somebody hangs up", [{ type: "close", port: 3 }]],
  ["somebody goes to another conference", [
    { type: "joinMix", mix: 2, port: 3, part: {} },
  ]],
  ["somebody is muted", [
    { type: "joinMix", mix: 1, port: 3, part: { talk: false } },
  ]],
  ["it is made deaf itself", [
    { type: "joinMix", mix: 1, port: 1, part: { listen: false } },
  ]],
  ["somebody is made half as loud", [
    { type: "joinMix", mix: 1, port: 3, part: { gain: 0.5 } },
  ]],
  ["it leaves itself", [{ type: "leaveMix", mix: 1, port: 1 }]],
  ["the conference is released", [{ type: "closeMix", mix: 1 }]],
  ["one leaves and another enters", [
    { type: "leaveMix", mix: 1, port: 3 },
    { type: "joinMix", mix: 1, port: 4, part: {} },
  ]],
];

for (const [what, orders] of CHANGES) {
  Deno.test(`a member of a conference hears no click when ${what}`, () => {
    const meeting = room();
    const before = meeting.sound(1, CHANGE);
    meeting.order(...orders);
    const sound = Int16Array.of(...before, ...meeting.sound(1, CHANGE));
    assert.equal(sound.length, 2 * CHANGE * FRAME);
    const [sharp, most] = [sharpness(sound), quiet()];
    assert.ok(sharp < most, `${sharp} of at most ${most}`);
  });
}

Deno.test("a voice that were cut off in a conference would click", () => {
  const meeting = room();
  const sound = meeting.sound(1, CHANGE);
  const most = quiet();
  assert.ok(sharpness(sound) < most);
  for (const at of [800, 810, 820]) {
    assert.ok(sharpness(sound.map((x, n) => n < at ? x : 0)) > 2 * most);
  }
});

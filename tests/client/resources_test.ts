import assert from "node:assert/strict";
import { CALL } from "../../runtime/client/call.ts";
import { readEvent } from "../../runtime/client/event.ts";
import { Remote } from "../../runtime/client/remote.ts";
import { Resources } from "../../runtime/client/resources.ts";

const RES_ID = "0.0.0-sys.call-1";

/** Takes an event of a call that is not known yet. */
function ringsAt(resources: Resources, eventId: number): void {
  const params = { res_id: RES_ID, event_id: eventId, ring_time: 1 };
  const event = readEvent("sys.call.on_ringing", params);
  assert.ok(event);
  resources.take(event);
}

/** The ids of the events that a call gets when its name is known at last. */
function caughtUp(resources: Resources): number[] {
  const remote = new Remote(RES_ID, CALL, () => Promise.resolve(null));
  const taken: number[] = [];
  remote.take = ({ eventId }) => void taken.push(eventId);
  resources.add(remote, {});
  return taken;
}

Deno.test("events that overtake the reply are taken when it comes, whatever else is being made", () => {
  const resources = new Resources();
  const made = resources.making();
  ringsAt(resources, 1);
  resources.making();
  ringsAt(resources, 2);
  assert.deepEqual(caughtUp(resources), [1, 2]);
  made();
});

Deno.test("when one thing or another is always being made, old events are kept for none", () => {
  const resources = new Resources();
  let made = resources.making();
  for (let eventId = 1; eventId <= 3; eventId++) {
    ringsAt(resources, eventId);
    const next = resources.making();
    made();
    made = next;
  }
  ringsAt(resources, 4);
  assert.deepEqual(caughtUp(resources), [4]);
  made();
  assert.equal(resources.isEmpty, false);
});

Deno.test("what comes behind the last event of a thing that was being made is dropped", async () => {
  const resources = new Resources();
  const made = resources.making();
  const params = { res_id: RES_ID, event_id: 1, cause: 200 };
  const released = readEvent("sys.call.on_released", params);
  assert.ok(released);
  resources.take(released);
  ringsAt(resources, 2);
  const remote = new Remote(RES_ID, CALL, () => Promise.resolve(null));
  const { arrived } = remote.expect("released");
  resources.add(remote, {});
  made();
  assert.equal((await arrived).eventId, 1);
  assert.equal(resources.isEmpty, true);
});

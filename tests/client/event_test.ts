import assert from "node:assert/strict";
import { camelMembers, snakeOf } from "../../runtime/base/names.ts";
import { readEvent } from "../../runtime/client/event.ts";
import { isRecord } from "../../runtime/client/record.ts";
import { notificationOf } from "../../runtime/event/notification.ts";
import { SAMPLE_EVENTS } from "../../runtime/rpc/sample_events.ts";

/** What the client makes of an event of the node. */
function readAs(type: keyof typeof SAMPLE_EVENTS) {
  const { method, params } = notificationOf(SAMPLE_EVENTS[type]);
  return readEvent(method, { ...params, event_id: 1 });
}

for (
  const type of Object.keys(SAMPLE_EVENTS) as (keyof typeof SAMPLE_EVENTS)[]
) {
  Deno.test(`the client reads the event ${type} as the node tells it`, () => {
    const { params } = notificationOf(SAMPLE_EVENTS[type]);
    const read = readAs(type);
    assert.equal(read?.type, type);
    assert.deepEqual(
      Object.entries(read).map(([name, value]) => [snakeOf(name), value]),
      [
        ...Object.entries(params).map(([name, value]) => [
          name,
          isRecord(value) ? camelMembers(value) : value,
        ]),
        ["event_id", 1],
        ["type", type],
      ],
    );
  });
}

Deno.test("RFC 3891 §6.1: the client reads which dialog is to be replaced", () => {
  const event = readAs("refer");
  assert.ok(event?.type === "refer");
  assert.deepEqual(event.replaces, SAMPLE_EVENTS.refer.replaces);
  const incoming = readAs("incoming");
  assert.ok(incoming?.type === "incoming" && incoming.replaces === null);
});

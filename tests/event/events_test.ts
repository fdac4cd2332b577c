import assert from "node:assert/strict";
import { camelOf } from "../../runtime/base/names.ts";
import { EVENTS } from "../../runtime/event/events.ts";
import { notificationOf } from "../../runtime/event/notification.ts";
import { SAMPLE_EVENTS } from "../../runtime/rpc/sample_events.ts";

/** Wire names of all members, those of objects too. */
function namesIn(value: object): string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === "object" && inner ? [name, ...namesIn(inner)] : [name]
  );
}

for (const event of Object.values(SAMPLE_EVENTS)) {
  const { method, params: shape } = EVENTS[event.type];

  Deno.test(`${method} is told as its shape says, member by member`, () => {
    const { params } = notificationOf(event);
    assert.deepEqual(shape.strict().parse(params), params);
    assert.deepEqual(Object.keys(params), Object.keys(shape.shape));
  });

  Deno.test(`${method} tells everything that the node knows of it`, () => {
    const told = namesIn(notificationOf(event).params).map(camelOf);
    for (const member of Object.keys(event)) {
      assert.ok(member === "type" || told.includes(member), member);
    }
  });
}

Deno.test("no two events have the same name", () => {
  const names = Object.values(EVENTS).map(({ method }) => method);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("every shape says what its members are", () => {
  for (const { method, params } of Object.values(EVENTS)) {
    for (const [name, shape] of Object.entries(params.shape)) {
      const speaksForItself = shape.def.type === "enum";
      assert.ok(speaksForItself || shape.description, `${method} ${name}`);
    }
  }
});

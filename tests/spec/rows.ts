import assert from "node:assert/strict";
import * as z from "zod";
import { EVENTS as EVENT_ROWS } from "../../runtime/event/events.ts";
import { jsonSchema } from "../../runtime/rpc/json_schema.ts";
import { METHODS } from "../../runtime/rpc/methods.ts";
import type {
  SpecEvent,
  SpecFunction,
  SpecMember,
  SpecType,
} from "./specification.ts";

/** What each type of the specification is in JSON. */
const IN_JSON: Readonly<Record<SpecType, readonly string[]>> = {
  str: ["string"],
  int: ["integer", "number"],
  bool: ["boolean"],
  object: ["object"],
  "str, list": ["string", "array"],
  error: ["string"],
};

/** Every JSON type that a schema takes, null aside. */
function typesIn(schema: unknown): string[] {
  const { type, anyOf = [], allOf = [], const: only } = schema as {
    type?: string;
    anyOf?: unknown[];
    allOf?: unknown[];
    const?: unknown;
  };
  const own = type ?? (only === undefined ? undefined : typeof only);
  const all = [own ?? [], ...[...anyOf, ...allOf].map(typesIn)].flat();
  return all.filter((name) => name !== "null");
}

function assertType(
  [name, type]: SpecMember,
  shape: z.ZodType | undefined,
  io: "input" | "output",
): void {
  assert.ok(shape, name);
  const found = typesIn(jsonSchema(shape, io));
  const wanted = IN_JSON[type];
  assert.ok(found.some((one) => wanted.includes(one)), `${name}: ${found}`);
  if (type !== "str, list") return;
  for (const one of wanted) assert.ok(found.includes(one), `${name}: ${one}`);
}

/** A function of the specification is a row of the method table. */
export function testFunction(
  name: string,
  { members, needed, silent }: Omit<SpecFunction, "held">,
): void {
  const row = METHODS.get(name);
  const shape: Readonly<Record<string, z.ZodType>> = row?.params.shape ?? {};
  const names = members.map(([member]) => member);

  Deno.test(`${name} has the parameters of the specification in their order, ours after them`, () => {
    assert.deepEqual(Object.keys(shape).slice(0, names.length), names);
    for (const member of members) assertType(member, shape[member[0]], "input");
  });

  Deno.test(`${name} can do without all but what is needed, with the defaults of the specification`, () => {
    const found = Object.keys(shape)
      .filter((member) => !shape[member].safeParse(undefined).success);
    assert.deepEqual(found, needed);
    const standing = members
      .map(([member, , value]) => [member, value ?? silent?.[member]]);
    for (const [member, value] of standing) {
      const own = shape[`${member}`];
      const found = own instanceof z.ZodDefault ? own.def.defaultValue : null;
      assert.deepEqual(found, value ?? null, `${member}`);
    }
  });
}

/** An event of the specification is a row of the event table. */
export function testEvent(
  name: string,
  { members }: Omit<SpecEvent, "held">,
): void {
  Deno.test(`${name} has the members of the specification in their order, ours after them`, () => {
    const row = Object.values(EVENT_ROWS)
      .find(({ method }) => method === name);
    const shape: Readonly<Record<string, z.ZodType>> = row?.params.shape ?? {};
    const names = members.map(([member]) => member);
    assert.deepEqual(Object.keys(shape).slice(0, names.length), names);
    for (const member of members) {
      assertType(member, shape[member[0]], "output");
    }
  });
}

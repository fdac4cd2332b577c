import assert from "node:assert/strict";
import * as z from "zod";
import { EVENTS as EVENT_ROWS } from "../../runtime/event/events.ts";
import { jsonSchema } from "../../runtime/rpc/json_schema.ts";
import { METHODS } from "../../runtime/rpc/methods.ts";
import { EVENTS } from "./events.ts";
import { FUNCTIONS } from "./functions.ts";
import { type Declared, readRst } from "./rst.ts";
import type { SpecMember, SpecType } from "./specification.ts";

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

for (const [name, { members, needed, silent }] of Object.entries(FUNCTIONS)) {
  const row = METHODS.get(`sys.call.${name}`);
  const shape: Readonly<Record<string, z.ZodType>> = row?.params.shape ?? {};
  const names = members.map(([member]) => member);

  Deno.test(`sys.call.${name} has the parameters of the specification in their order, ours after them`, () => {
    assert.deepEqual(Object.keys(shape).slice(0, names.length), names);
    for (const member of members) assertType(member, shape[member[0]], "input");
  });

  Deno.test(`sys.call.${name} can do without all but what is needed, with the defaults of the specification`, () => {
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

for (const [name, { members }] of Object.entries(EVENTS)) {
  Deno.test(`sys.call.${name} has the members of the specification in their order, ours after them`, () => {
    const row = Object.values(EVENT_ROWS)
      .find(({ method }) => method === `sys.call.${name}`);
    const shape: Readonly<Record<string, z.ZodType>> = row?.params.shape ?? {};
    const names = members.map(([member]) => member);
    assert.deepEqual(Object.keys(shape).slice(0, names.length), names);
    for (const member of members) {
      assertType(member, shape[member[0]], "output");
    }
  });
}

/** The specification itself, where it lies beside the project. */
async function specification(): Promise<Declared[] | null> {
  for (const above of ["../../../", "../../../../"]) {
    const file = new URL(`${above}shared/spec/sys.call.rst`, import.meta.url);
    const text = await Deno.readTextFile(file).catch(() => null);
    if (text !== null) return readRst(text);
  }
  return null;
}

const declared = await specification();

/** A default as the specification writes it. */
function written(standing: unknown): string {
  return standing === true ? "True" : JSON.stringify(standing);
}

Deno.test({
  name: "the tables of these tests are what sys.call.rst says, word for word",
  ignore: declared === null,
  fn() {
    const tables = { ...FUNCTIONS, ...EVENTS };
    const names = declared?.map(({ name }) => name);
    assert.deepEqual(names, Object.keys(tables));
    for (const { name, parameters, types } of declared ?? []) {
      const { members } = tables[name];
      const ours = members.map(([member, , standing]) => [
        member,
        standing === undefined ? null : written(standing),
      ]);
      assert.deepEqual(ours, parameters, name);
      for (const [member, type] of members) {
        assert.equal(type, types.get(member) ?? type, `${name} ${member}`);
      }
    }
  },
});

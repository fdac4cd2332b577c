import assert from "node:assert/strict";
import { EVENTS } from "./events.ts";
import { FUNCTIONS } from "./functions.ts";
import { testEvent, testFunction } from "./rows.ts";
import { type Declared, readRst } from "./rst.ts";

for (const [name, row] of Object.entries(FUNCTIONS)) {
  testFunction(`sys.call.${name}`, row);
}

for (const [name, row] of Object.entries(EVENTS)) {
  testEvent(`sys.call.${name}`, row);
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

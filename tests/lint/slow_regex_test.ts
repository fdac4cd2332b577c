import assert from "node:assert/strict";
import plugin, { slownessOf } from "./slow_regex.ts";

const SLOW: readonly RegExp[] = [
  /^(a+)+$/,
  /^(?:a|b+)*$/,
  /^(a*)*b/,
  /^([^,]+,?)+$/,
  /^(?:\s*;\s*\w+)*$/,
  /^\s*\s*$/,
  /^.*.*x/,
  /^\d+[0-9]+$/,
  /^(?:\w+\d*)x/,
  /\s+$/,
  /[ \t]*:/,
];

const FAST: readonly RegExp[] = [
  /^[a-z]+$/,
  /[0-9]+/g,
  /^(?:[a-z]+|\d{1,5})$/,
  /^\w+:\d+$/,
  /^(["'])(.*)\1$/,
  /;\s*tag\s*=/i,
  /^(?:a{1,3}b){0,5}$/,
  /\u0041[\]\\]?x/,
];

for (const regex of SLOW) {
  Deno.test(`${regex} is seen to be slow`, () => {
    assert.notEqual(slownessOf(regex.source), null);
  });
}

for (const regex of FAST) {
  Deno.test(`${regex} is fast`, () => {
    assert.equal(slownessOf(regex.source), null);
  });
}

Deno.test("the rule reports what stands in runtime/, and only there", () => {
  const code = 'const a = /(x+)+y/; const b = new RegExp("x");';
  const found = (path: string) => Deno.lint.runPlugin(plugin, path, code);
  assert.equal(found("/x/runtime/a.ts").length, 2);
  assert.equal(found("/x/tests/a.ts").length, 0);
});

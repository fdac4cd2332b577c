import assert from "node:assert/strict";
import { METHODS } from "../../runtime/rpc/methods.ts";
import { apiReference } from "../../runtime/rpc/reference.ts";
import { apiPage } from "../../docs/specification.ts";
import { readConfig, settingNames } from "../../runtime/config.ts";

const DOCS = new URL("../../docs/", import.meta.url);

Deno.test("docs/API.md is what `deno task docs` writes", async () => {
  const written = await Deno.readTextFile(new URL("API.md", DOCS));
  assert.equal(written, apiPage());
});

Deno.test("the reference has every method with all its parameters", () => {
  const text = apiReference();
  for (const [name, { params }] of METHODS) {
    const part = text.split(`### ${name}\n`)[1].split("\n### ")[0];
    for (const param of Object.keys(params.shape)) {
      assert.ok(part.includes(`| \`${param}\` |`), `${name} ${param}`);
    }
  }
});

Deno.test("every row of a table has the columns of its head", () => {
  const cells = (row: string) => row.split(/(?<!\\)\|/).length;
  let columns = 0;
  for (const line of apiPage().split("\n")) {
    if (!line.startsWith("|")) columns = 0;
    else columns ||= cells(line);
    if (columns > 0) assert.equal(cells(line), columns, line);
  }
});

Deno.test("docs/OPERATIONS.md has every setting", async () => {
  const text = await Deno.readTextFile(new URL("OPERATIONS.md", DOCS));
  assert.ok(!Array.isArray(readConfig({})));
  for (const name of settingNames().split(", ")) {
    assert.ok(text.includes(`\`${name}\``), name);
  }
});

import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

Deno.test("the first call of the readme is examples/first_call.ts", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  const example = await Deno.readTextFile(
    new URL("examples/first_call.ts", ROOT),
  );
  assert.equal(readme.match(/```ts\n(.*?)```/s)?.[1], example);
});

Deno.test("every file that the documentation links to is there", async () => {
  for (const name of ["README.md", "docs/GUIDE.md", "docs/ARCHITECTURE.md"]) {
    const page = new URL(name, ROOT);
    const text = await Deno.readTextFile(page);
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      assert.ok((await Deno.stat(new URL(target, page))).isFile, target);
    }
  }
});

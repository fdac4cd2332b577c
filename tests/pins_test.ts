import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

/** A package and its version, in an import or a task. */
const NPM = /npm:((?:@[\w-]+\/)?[\w-]+)@([\d.]+)/g;

async function pinsOf(name: string): Promise<Record<string, string>> {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    await Deno.readTextFile(new URL(name, ROOT)),
  );
  return { ...dependencies, ...devDependencies, ...optionalDependencies };
}

Deno.test("every dependency is pinned, to the same version in both files", async () => {
  const pins = await pinsOf("package.json");
  for (const [name, version] of Object.entries(pins)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
  const text = await Deno.readTextFile(new URL("deno.json", ROOT));
  for (const [, name, version] of text.matchAll(NPM)) {
    assert.equal(version, pins[name], name);
  }
});

Deno.test("the readme and the gate run the same Deno as this", async () => {
  for (const name of ["README.md", ".ci/run"]) {
    const text = await Deno.readTextFile(new URL(name, ROOT));
    const pinned = new Set(text.match(/(?<=deno@)\d+\.\d+\.\d+/g));
    assert.deepEqual([...pinned], ["2.9.6"], name);
  }
});

Deno.test("docs/LICENSES.md has every dependency with its version", async () => {
  const text = await Deno.readTextFile(new URL("docs/LICENSES.md", ROOT));
  const pins = await pinsOf("package.json");
  for (const [name, version] of Object.entries(pins)) {
    assert.ok(text.includes(`| ${name} ${version} `), name);
  }
});

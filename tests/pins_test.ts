import assert from "node:assert/strict";

const ROOT = new URL("../", import.meta.url);

async function json(name: string) {
  return JSON.parse(await Deno.readTextFile(new URL(name, ROOT)));
}

Deno.test("every dependency is pinned, to the same version in both files", async () => {
  const { imports } = await json("deno.json");
  const { dependencies, devDependencies, optionalDependencies } = await json(
    "package.json",
  );
  const pins = { ...dependencies, ...devDependencies, ...optionalDependencies };
  for (const [name, version] of Object.entries(pins)) {
    assert.match(`${version}`, /^\d+\.\d+\.\d+$/, name);
  }
  for (const [name, target] of Object.entries(imports)) {
    assert.equal(target, `npm:${name}@${pins[name]}`);
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
  const { dependencies, devDependencies, optionalDependencies } = await json(
    "package.json",
  );
  const pins = { ...dependencies, ...devDependencies, ...optionalDependencies };
  for (const [name, version] of Object.entries(pins)) {
    assert.ok(text.includes(`| ${name} ${version} `), name);
  }
});

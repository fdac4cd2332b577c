import assert from "node:assert/strict";

const TASKS = JSON.parse(
  await Deno.readTextFile(new URL("../deno.json", import.meta.url)),
).tasks;

Deno.test("start:command is start, and may run programs besides", () => {
  const { start, "start:command": command } = TASKS;
  const allowed = command.command.replace(" --allow-run ", " ");
  assert.equal(allowed, start.command);
  assert.notEqual(command.command, start.command);
});

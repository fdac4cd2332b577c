/** A scene is mostly waiting for sound: so many of a file are played at once. */
const AT_ONCE = 4;
/** What one scene opens another may close: the test around them looks at that. */
const TOGETHER = {
  sanitizeOps: false,
  sanitizeResources: false,
  sanitizeExit: false,
};

const scenes: Deno.TestStepDefinition[] = [];

/** A test that runs beside the others of its file: one step of one test. */
export function sideBySide(name: string, play: () => Promise<void>): void {
  if (scenes.length === 0) Deno.test("scenes side by side", playAll);
  scenes.push({ name, fn: play, ...TOGETHER });
}

async function playAll(test: Deno.TestContext): Promise<void> {
  const stages = scenes.slice(0, AT_ONCE).map(async () => {
    for (let next = scenes.shift(); next; next = scenes.shift()) {
      await test.step(next);
    }
  });
  await Promise.all(stages);
}

import assert from "node:assert/strict";
import { openChromium } from "../support/chromium.ts";
import { PhoneRoom } from "../support/room/phone_room.ts";
import { serveProject } from "../support/site.ts";

/** What happens in the page: it says hello to one caller. */
async function greet([module, http]: readonly [string, string]) {
  const { connect } = await import(module);
  const client = await connect(http, { group: "page" });
  // deno-lint-ignore no-explicit-any -- the page knows no types
  client.onIncoming(async (call: any) => {
    await call.answer();
    const { error } = await call.play("hello.wav");
    await call.drop();
    const { droppedBy } = await call.released;
    Object.assign(globalThis, { served: { error, droppedBy } });
  });
}

Deno.test("build/client.js drives a call from a page in Chromium", async () => {
  const room = await PhoneRoom.open();
  await using site = serveProject("/below/");
  const browser = await openChromium();
  try {
    await room.prompt("hello.wav", 600);
    const page = await browser.newPage();
    await page.goto(`${site.address}examples/browser-dtmf/`);
    const module = `${site.address}build/client.js`;
    await page.evaluate(greet, [module, room.node.ready.http] as const);
    const line = await room.phone("13800138000").calls("100");
    await line.hears("hello.wav");
    await line.ended;
    const served = await page.waitForFunction(() =>
      Reflect.get(globalThis, "served")
    );
    assert.deepEqual(await served.jsonValue(), {
      error: null,
      droppedBy: "sys",
    });
    await room.close();
  } finally {
    await browser.close();
    await room.leave();
  }
});

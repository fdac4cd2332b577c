import assert from "node:assert/strict";
import { withPort } from "./media_stage.ts";

Deno.test("a port says a tone until it is stopped", () => {
  const { order, engine } = withPort();
  order({ type: "sayTone", port: 1, tone: "ringback", plan: "cn" });
  assert.equal(engine.at(0).tone, "ringback");
  order({ type: "stopTone", port: 1 });
  assert.equal(engine.at(0).tone, null);
});

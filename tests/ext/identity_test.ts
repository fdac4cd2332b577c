import assert from "node:assert/strict";
import { identityOf } from "../../runtime/ext/identity.ts";

Deno.test("a service has the node and the number of its first call", () => {
  const call = { resId: "0.1.2-sys.call-1795366507123456" };
  assert.deepEqual(identityOf(call, "ext.notify_call"), {
    resId: "0.1.2-ext.notify_call-1795366507123456",
    processId: 1_795_366_507_123_456,
  });
});

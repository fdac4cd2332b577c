import assert from "node:assert/strict";
import { resolveHost } from "../../runtime/net/resolve.ts";

for (
  const [host, address] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::1", "::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["localhost", "127.0.0.1"],
    ["no-such-host.invalid", null],
  ]
) {
  Deno.test(`${host} is ${address}`, async () => {
    assert.equal(await resolveHost(host ?? ""), address);
  });
}

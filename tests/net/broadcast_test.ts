import assert from "node:assert/strict";
import { isBroadcast } from "../../runtime/net/broadcast.ts";

const LINKS = [
  { address: "127.0.0.1", netmask: "255.0.0.0" },
  { address: "192.0.2.2", netmask: "255.255.255.0" },
  { address: "198.51.100.9", netmask: "255.255.255.252" },
  { address: "203.0.113.3", netmask: "255.255.255.254" },
  { address: "203.0.113.7", netmask: "255.255.255.255" },
  { address: "2001:db8::1", netmask: "ffff:ffff:ffff:ffff::" },
];

const CASES: readonly [address: string, broadcast: boolean][] = [
  ["192.0.2.255", true],
  ["192.0.2.254", false],
  ["192.0.2.2", false],
  ["192.0.3.255", false],
  ["127.255.255.255", true],
  ["198.51.100.11", true],
  ["198.51.100.15", false],
  ["203.0.113.3", false],
  ["203.0.113.7", false],
  ["2001:db8::ffff", false],
];

for (const [address, broadcast] of CASES) {
  Deno.test(`RFC 919 §7: ${address} is ${broadcast ? "a" : "no"} broadcast address of ours`, () => {
    assert.equal(isBroadcast(address, () => LINKS), broadcast);
  });
}

Deno.test("the links are not looked at for an address that cannot be one", () => {
  assert.equal(isBroadcast("192.0.2.4", () => assert.fail()), false);
});

import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { addressBytes } from "../../runtime/net/ip_address.ts";
import {
  cachedRoutes,
  fromInterfaces,
  routeTo,
} from "../../runtime/net/route.ts";

const INTERFACES = [
  { name: "lo", address: "127.0.0.1", netmask: "255.0.0.0" },
  { name: "eth0", address: "192.0.2.2", netmask: "255.255.255.0" },
  { name: "eth1", address: "10.1.2.3", netmask: "255.0.0.0" },
  { name: "vpn", address: "10.9.0.1", netmask: "255.255.0.0" },
  { name: "lo", address: "::1", netmask: `${"ffff:".repeat(7)}ffff` },
  { name: "eth0", address: "fe80::1", netmask: "ffff:ffff:ffff:ffff::" },
  { name: "eth0", address: "2001:db8::2", netmask: "ffff:ffff:ffff:ffff::" },
];

for (
  const [peer, ours] of [
    ["127.0.0.1", "127.0.0.1"],
    ["127.5.6.7", "127.0.0.1"],
    ["192.0.2.77", "192.0.2.2"],
    ["10.200.0.1", "10.1.2.3"],
    ["10.9.4.4", "10.9.0.1"],
    ["198.51.100.1", "192.0.2.2"],
    ["::1", "::1"],
    ["fe80::7", "fe80::1"],
    ["2001:db8::9", "2001:db8::2"],
    ["2001:4860::8888", "2001:db8::2"],
  ]
) {
  Deno.test(`by netmasks, ${peer} sees ${ours}`, () => {
    assert.equal(fromInterfaces(addressBytes(peer), INTERFACES), ours);
  });
}

Deno.test("a machine with no address of the family has no route", () => {
  const onlyIpv4 = INTERFACES.slice(0, 2);
  assert.equal(fromInterfaces(addressBytes("2001:db8::9"), onlyIpv4), null);
});

Deno.test("the route to loopback is loopback", () => {
  assert.equal(routeTo("127.0.0.1"), "127.0.0.1");
});

Deno.test("the route to an own address is that address", () => {
  for (const { address, family } of Deno.networkInterfaces()) {
    if (family === "IPv4") assert.equal(routeTo(address), address);
  }
});

Deno.test("routes are asked once a minute", () => {
  const clock = new HandClock();
  const asked: string[] = [];
  const route = cachedRoutes(clock, (address) => {
    asked.push(address);
    return "192.0.2.2";
  });
  for (let i = 0; i < 3; i++) assert.equal(route("192.0.2.9"), "192.0.2.2");
  clock.wind(59_999);
  route("192.0.2.9");
  assert.deepEqual(asked, ["192.0.2.9"]);
  clock.wind(1);
  route("192.0.2.9");
  assert.deepEqual(asked, ["192.0.2.9", "192.0.2.9"]);
});

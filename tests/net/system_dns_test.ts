import assert from "node:assert/strict";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { bindUdp } from "../../runtime/net/udp.ts";
import { SystemDns } from "../../runtime/net/system_dns.ts";

Deno.test("a name of the hosts file is found, IPv4 first", async () => {
  const [first] = await new SystemDns(new SystemClock()).addresses("localhost");
  assert.equal(first, "127.0.0.1");
});

Deno.test("a name server that says nothing is waited for for five seconds", async () => {
  const silent = bindUdp({ address: "127.0.0.1", port: 0 }, () => {});
  const { address: ipAddr, port } = silent.local;
  const clock = new HandClock();
  const dns = new SystemDns(clock, { nameServer: { ipAddr, port } });
  const asked = dns.srv("_sip._udp.a.example");
  clock.wind(5000);
  assert.deepEqual(await asked, []);
  silent.close();
});

const ODD = ["no-such-host.invalid", "", ".", "a..b", `${"a".repeat(64)}.b`];

for (const name of ODD) {
  Deno.test(`"${name}" stands for nothing, and asking for it does not fail`, async () => {
    const clock = new SystemClock();
    const dns = new SystemDns(clock);
    assert.deepEqual(await dns.addresses(name), []);
    assert.deepEqual(await dns.srv(name), []);
    assert.deepEqual(await dns.naptr(name), []);
    assert.equal(clock.pending, 0);
  });
}

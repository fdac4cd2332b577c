import assert from "node:assert/strict";
import { trustedPeers } from "../../runtime/node/trusted_peers.ts";

const NETWORKS = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"];
const PEERS: [address: string, trusted: boolean][] = [
  ["10.255.0.1", true],
  ["11.0.0.1", false],
  ["192.0.2.7", true],
  ["192.0.2.8", false],
  ["2001:db8:1::5", true],
  ["2001:db9::1", false],
  ["::1", true],
  ["::2", false],
];
for (const [address, trusted] of PEERS) {
  Deno.test(`${address} is ${trusted ? "" : "not "}in ${NETWORKS}`, () => {
    assert.equal(trustedPeers(NETWORKS)(address), trusted);
  });
}

Deno.test("an IPv4 peer on an IPv6 socket is the same peer", () => {
  assert.equal(trustedPeers(NETWORKS)("::ffff:10.0.0.1"), true);
  assert.equal(trustedPeers(NETWORKS)("::ffff:11.0.0.1"), false);
});

Deno.test("without networks every peer is trusted", () => {
  assert.equal(trustedPeers([])("203.0.113.9"), true);
});

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Naptr, Srv } from "../../runtime/net/dns.ts";
import { Locator } from "../../runtime/sip/locator.ts";
import type { Transport } from "../../runtime/sip/transport.ts";
import { parseUri } from "../../runtime/sip/uri.ts";
import { MemoryDns, type Zone } from "../support/memory_dns.ts";

type Name = Transport["name"];

const ALL: readonly Name[] = ["UDP", "TCP", "TLS", "WS", "WSS"];

function transport(name: Name, address: string): Transport {
  const reliable = name !== "UDP";
  const local = { address, port: 5060 };
  const reaches = () => false;
  return { name, reliable, local, send() {}, reaches, close() {} };
}

function locator(
  dns: MemoryDns,
  names = ALL,
  bound = "0.0.0.0",
): Locator {
  const [first, ...others] = names.map((name) => transport(name, bound));
  const chance = new SeededChance(1);
  return new Locator({ transports: [first, ...others], dns, chance });
}

/** The ways to a URI, such as `UDP 192.0.2.1:5060`. */
async function ways(
  text: string,
  zone: Zone = {},
  names = ALL,
  bound = "0.0.0.0",
): Promise<string[]> {
  const uri = parseUri(text);
  if (typeof uri === "string") throw new TypeError(uri);
  const it = locator(new MemoryDns(zone), names, bound);
  const hops = it.atOnce(uri) ?? await it.ask(uri);
  return hops.map(({ transport: { name }, address: { address, port } }) =>
    `${name} ${address}:${port}`
  );
}

function naptr(order: number, services: string, replacement: string): Naptr {
  const preference = 50;
  return { order, preference, flags: "s", services, regexp: "", replacement };
}

function srv(target: string, port: number, priority = 1): Srv {
  return { target, port, priority, weight: 0 };
}

/** The example of RFC 3263 §4.1, with addresses. */
const EXAMPLE: Zone = {
  naptr: {
    "example.com": [
      naptr(100, "SIP+D2U", "_sip._udp.example.com"),
      naptr(50, "SIPS+D2T", "_sips._tcp.example.com"),
      naptr(90, "SIP+D2T", "_sip._tcp.example.com"),
    ],
  },
  srv: {
    "_sip._tcp.example.com": [
      srv("server2.example.com", 5070, 2),
      srv("server1.example.com", 5060),
    ],
    "_sips._tcp.example.com": [srv("server1.example.com", 5061)],
    "_sip._udp.example.com": [srv("server1.example.com", 5062)],
  },
  hosts: {
    "server1.example.com": ["192.0.2.1"],
    "server2.example.com": ["192.0.2.2", "192.0.2.3"],
  },
};

const PLAIN: Zone = { hosts: { "pbx.example": ["192.0.2.9"] } };

const ADDRESSES: readonly [uri: string, way: string][] = [
  ["sip:a@192.0.2.1", "UDP 192.0.2.1:5060"],
  ["sip:a@192.0.2.1:5080", "UDP 192.0.2.1:5080"],
  ["sip:a@192.0.2.1;transport=tcp", "TCP 192.0.2.1:5060"],
  ["sip:a@192.0.2.1;transport=TLS", "TLS 192.0.2.1:5061"],
  ["sip:a@192.0.2.1;transport=ws", "WS 192.0.2.1:80"],
  ["sips:a@192.0.2.1", "TLS 192.0.2.1:5061"],
  ["sips:a@192.0.2.1;transport=tcp", "TLS 192.0.2.1:5061"],
  ["sips:a@192.0.2.1;transport=ws", "WSS 192.0.2.1:443"],
  ["sip:a@[2001:db8::1]", "UDP 2001:db8::1:5060"],
  ["sip:a@b.example;maddr=192.0.2.7", "UDP 192.0.2.7:5060"],
  ["sip:a@b.example;maddr=[2001:db8::7]", "UDP 2001:db8::7:5060"],
];

for (const [uri, way] of ADDRESSES) {
  Deno.test(`RFC 3263 §4: nobody is asked about ${uri}`, async () => {
    assert.deepEqual(await ways(uri), [way]);
  });
}

const NOWHERE = [
  "sip:a@192.0.2.1;transport=sctp",
  "sips:a@192.0.2.1;transport=udp",
  "sip:a@nowhere.example",
];

for (const uri of NOWHERE) {
  Deno.test(`RFC 3263 §4.1: no way leads to ${uri}`, async () => {
    assert.deepEqual(await ways(uri), []);
  });
}

Deno.test("RFC 3263 §4.1: NAPTR says which transports, in its order, and SRV which servers", async () => {
  assert.deepEqual(await ways("sip:a@example.com", EXAMPLE), [
    "TLS 192.0.2.1:5061",
    "TCP 192.0.2.1:5060",
    "TCP 192.0.2.2:5070",
    "TCP 192.0.2.3:5070",
    "UDP 192.0.2.1:5062",
  ]);
});

Deno.test("RFC 3263 §4.1: what NAPTR offers and is not here is passed over", async () => {
  const found = await ways("sip:a@example.com", EXAMPLE, ["UDP"]);
  assert.deepEqual(found, ["UDP 192.0.2.1:5062"]);
});

Deno.test("RFC 3263 §4.1: to a SIPS URI only secured transports lead", async () => {
  const found = await ways("sips:a@example.com", EXAMPLE);
  assert.deepEqual(found, ["TLS 192.0.2.1:5061"]);
});

Deno.test("RFC 3263 §4.1: a NAPTR record that rewrites, or is of another service, says nothing", async () => {
  const target = "_sip._tcp.example.com";
  const odd: Naptr[] = [
    { ...naptr(1, "SIP+D2T", target), flags: "u" },
    { ...naptr(2, "SIP+D2T", target), regexp: "!^.*$!sip:x@y!" },
    naptr(3, "E2U+sip", target),
    naptr(4, "SIP+D2T", ""),
  ];
  const zone = { ...EXAMPLE, naptr: { "example.com": odd } };
  const found = await ways("sip:a@example.com", zone, ["UDP"]);
  assert.deepEqual(found, ["UDP 192.0.2.1:5062"]);
});

Deno.test("RFC 3263 §4.1: without NAPTR the SRV records of what is here decide", async () => {
  const zone = { ...EXAMPLE, naptr: {} };
  assert.deepEqual(await ways("sip:a@example.com", zone, ["UDP", "TCP"]), [
    "UDP 192.0.2.1:5062",
    "TCP 192.0.2.1:5060",
    "TCP 192.0.2.2:5070",
    "TCP 192.0.2.3:5070",
  ]);
});

Deno.test("RFC 3263 §4.2: a transport that is named has its own SRV records, and no NAPTR", async () => {
  const found = await ways("sip:a@example.com;transport=tcp", EXAMPLE);
  assert.deepEqual(found[0], "TCP 192.0.2.1:5060");
  assert.equal(found.every((way) => way.startsWith("TCP")), true);
});

Deno.test("RFC 3263 §4.2: a port that is said leaves nothing for SRV to say", async () => {
  const uri = "sip:a@server1.example.com:5099";
  assert.deepEqual(await ways(uri, EXAMPLE), ["UDP 192.0.2.1:5099"]);
});

Deno.test("RFC 3263 §4.2: without NAPTR and SRV it is the addresses and the usual port", async () => {
  const uri = "sip:a@pbx.example";
  assert.deepEqual(await ways(uri, PLAIN), ["UDP 192.0.2.9:5060"]);
  assert.deepEqual(await ways(uri, PLAIN, ["TCP"]), ["TCP 192.0.2.9:5060"]);
  assert.deepEqual(await ways("sips:a@pbx.example", PLAIN), [
    "TLS 192.0.2.9:5061",
  ]);
  assert.deepEqual(await ways(`${uri};transport=wss`, PLAIN), [
    "WSS 192.0.2.9:443",
  ]);
});

Deno.test("RFC 2782: a service at the root is decidedly not available", async () => {
  const zone = { ...PLAIN, srv: { "_sip._udp.pbx.example": [srv(".", 0)] } };
  assert.deepEqual(await ways("sip:a@pbx.example", zone, ["UDP"]), []);
});

Deno.test("an SRV record may hold an address, though none should", async () => {
  const records = [srv("192.0.2.5", 5065)];
  const zone = { srv: { "_sip._udp.pbx.example": records } };
  const found = await ways("sip:a@pbx.example", zone, ["UDP"]);
  assert.deepEqual(found, ["UDP 192.0.2.5:5065"]);
});

Deno.test("RFC 5118 §4.1: an address is reached by a socket of its family, or of both", async () => {
  const both = ["192.0.2.4", "2001:db8::6"];
  const zone = { hosts: { "pbx.example": both } };
  const found = (bound: string) =>
    ways("sip:a@pbx.example", zone, ["UDP"], bound);
  assert.deepEqual(await found("192.0.2.100"), ["UDP 192.0.2.4:5060"]);
  assert.deepEqual(await found("2001:db8::1"), ["UDP 2001:db8::6:5060"]);
  assert.deepEqual((await found("::")).length, 2);
});

Deno.test("a zone full of servers makes no more than sixteen ways", async () => {
  const records = Array.from({ length: 500 }, (_, n) => srv("h.example", n));
  const zone = {
    srv: { "_sip._udp.pbx.example": records },
    hosts: { "h.example": ["192.0.2.1", "192.0.2.2"] },
  };
  const found = await ways("sip:a@pbx.example", zone, ["UDP"]);
  assert.equal(found.length, 16);
});

Deno.test("RFC 5922 §4: a way says which host of the URI led to it, not which of SRV", async () => {
  const uri = parseUri("sips:a@example.com");
  if (typeof uri === "string") throw new TypeError(uri);
  const [hop] = await locator(new MemoryDns(EXAMPLE)).ask(uri);
  assert.equal(hop.address.name, "example.com");
});

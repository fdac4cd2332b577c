import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { CachedDns } from "../../runtime/net/cached_dns.ts";
import { answered, MemoryDns } from "../support/memory_dns.ts";

const HALF_A_MINUTE = 30_000;
const FIVE_SECONDS = 5_000;

function stage() {
  const clock = new HandClock();
  const dns = new MemoryDns({ hosts: { "a.example": ["192.0.2.1"] } });
  return { clock, dns, cached: new CachedDns(dns, clock) };
}

Deno.test("an answer is kept for half a minute, whatever the case of the name", async () => {
  const { clock, dns, cached } = stage();
  assert.deepEqual(await cached.addresses("a.example"), ["192.0.2.1"]);
  clock.wind(HALF_A_MINUTE - 1);
  assert.deepEqual(await cached.addresses("A.Example"), ["192.0.2.1"]);
  assert.equal(dns.asked.length, 1);
  clock.wind(1);
  await cached.addresses("a.example");
  assert.equal(dns.asked.length, 2);
});

Deno.test("RFC 2308 §5: that there is nothing is kept too, for five seconds", async () => {
  const { clock, dns, cached } = stage();
  assert.deepEqual(await cached.srv("_sip._udp.a.example"), []);
  clock.wind(FIVE_SECONDS - 1);
  await cached.srv("_sip._udp.a.example");
  assert.equal(dns.asked.length, 1);
  clock.wind(1);
  await cached.srv("_sip._udp.a.example");
  assert.equal(dns.asked.length, 2);
});

Deno.test("kinds of records are kept apart", async () => {
  const { dns, cached } = stage();
  await cached.addresses("a.example");
  await cached.srv("a.example");
  await cached.naptr("a.example");
  const kinds = dns.asked.map((question) => question.split(" ")[0]);
  assert.deepEqual(kinds, ["A", "SRV", "NAPTR"]);
});

Deno.test("who asks while an answer is awaited gets the same one, however long it takes", async () => {
  const { clock, dns, cached } = stage();
  const { promise, resolve } = Promise.withResolvers<void>();
  dns.delay = () => promise;
  const first = cached.addresses("a.example");
  clock.wind(2 * HALF_A_MINUTE);
  const second = cached.addresses("a.example");
  resolve();
  assert.deepEqual(await first, await second);
  assert.equal(dns.asked.length, 1);
});

Deno.test("of a thousand answers and one the oldest is forgotten", async () => {
  const { dns, cached } = stage();
  for (let n = 0; n <= 1000; n++) await cached.addresses(`${n}.example`);
  await answered();
  await cached.addresses("1.example");
  assert.equal(dns.asked.length, 1001);
  await cached.addresses("0.example");
  assert.equal(dns.asked.length, 1002);
});

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { digestAlgorithm, digestResponse } from "../../runtime/sip/digest.ts";
import { parseDigest, quoted } from "../../runtime/sip/digest_field.ts";
import {
  DigestServer,
  type Password,
} from "../../runtime/sip/digest_server.ts";
import type { Field } from "../../runtime/sip/headers.ts";
import { makeRequest, type SipRequest } from "../../runtime/sip/message.ts";
import type { Objection } from "../../runtime/sip/objection.ts";

const HERE = "192.0.2.1";
const URI = "sip:echo@192.0.2.9";
const FIVE_MINUTES = 300_000;

function invite(...fields: readonly Field[]): SipRequest {
  return makeRequest("INVITE", URI, [
    ["Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"],
    ["From", "<sip:a@b>;tag=1"],
    ["To", "<sip:c@d>"],
    ["Call-ID", "x"],
    ["CSeq", "1 INVITE"],
    ...fields,
  ]);
}

/** What a client puts into its answer where it is not as it should be. */
type Odd = Readonly<Record<string, string>>;

class Stage {
  readonly clock = new HandClock();
  readonly server = new DigestServer({
    clock: this.clock,
    chance: new SeededChance(1),
    realm: "a.example",
    users: new Map([["tester", "secret"]]),
    algorithms: ["SHA-256", "MD5"],
  });

  challenge(from = HERE): ReadonlyMap<string, string>[] {
    return challengesIn(this.server.challenge(from, false));
  }

  nonce(from = HERE): string {
    return this.challenge(from)[0].get("nonce") ?? "";
  }

  answer(nonce: string, odd: Odd = {}, from = HERE): Password {
    const request = invite(["Authorization", authorization(nonce, odd)]);
    return this.server.judge(request, from);
  }
}

function challengesIn({ fields }: Objection) {
  return fields.map(([, value]) => {
    const read = parseDigest(value);
    if (read === "malformed") throw new TypeError(value);
    return read;
  });
}

/** An answer that is right but for what is odd in it. */
function authorization(nonce: string, odd: Odd = {}): string {
  const { password = "secret", ...said } = odd;
  const own = {
    ...{ username: "tester", realm: "a.example", nonce, uri: URI },
    ...{ nc: "00000001", cnonce: "c", qop: "auth", algorithm: "SHA-256" },
    ...said,
  };
  const algorithm = digestAlgorithm(own.algorithm) ?? "MD5";
  const use = { nc: own.nc, cnonce: own.cnonce };
  const input = { ...own, algorithm, password, method: "INVITE", use };
  const whole = { response: digestResponse(input), ...own };
  const pairs = Object.entries(whole).map(([name, value]) =>
    `${name}=${quoted(value)}`
  );
  return `Digest ${pairs.join(", ")}`;
}

Deno.test("RFC 8760 §2.3: who says no password is challenged, by SHA-256 first and then MD5", () => {
  const challenges = new Stage().challenge();
  const named = challenges.map((one) => one.get("algorithm"));
  assert.deepEqual(named, ["SHA-256", "MD5"]);
  for (const challenge of challenges) {
    assert.equal(challenge.get("realm"), "a.example");
    assert.equal(challenge.get("qop"), "auth");
    assert.equal(challenge.has("stale"), false);
  }
});

for (const algorithm of ["SHA-256", "MD5", "md5"]) {
  Deno.test(`RFC 3261 §22.1: the right password by ${algorithm} is let in`, () => {
    const it = new Stage();
    assert.equal(it.answer(it.nonce(), { algorithm }), "right");
  });
}

Deno.test("RFC 3261 §22.1: no two challenges have the same nonce", () => {
  const it = new Stage();
  const nonces = new Set(Array.from({ length: 100 }, () => it.nonce()));
  assert.equal(nonces.size, 100);
});

const WRONG: readonly [what: string, odd: Odd, expected?: Password][] = [
  ["a wrong password", { password: "wrong" }],
  ["an unknown user", { username: "nobody" }],
  ["a user called __proto__", { username: "__proto__" }],
  ["an empty password", { password: "" }],
  ["another realm", { realm: "b.example" }, "unsaid"],
  ["an algorithm that was not offered", { algorithm: "SHA-512-256" }],
  ["an algorithm that nobody knows", { algorithm: "ROT13" }],
  ["a response of another length", { response: "abc" }],
  ["an empty response", { response: "" }],
];

for (const [what, odd, expected = "wrong"] of WRONG) {
  Deno.test(`RFC 3261 §22.4: ${what} lets nobody in`, () => {
    const it = new Stage();
    assert.equal(it.answer(it.nonce(), odd), expected);
  });
}

Deno.test("RFC 7616 §5.4: a use of a nonce is taken once", () => {
  const it = new Stage();
  const nonce = it.nonce();
  assert.equal(it.answer(nonce), "right");
  assert.equal(it.answer(nonce), "stale");
  assert.equal(it.answer(nonce, { nc: "00000002" }), "right");
  assert.equal(it.answer(nonce, { nc: "00000001" }), "stale");
});

Deno.test("RFC 7616 §3.4: uses that overtook each other are taken, each once", () => {
  const it = new Stage();
  const nonce = it.nonce();
  const use = (count: number) =>
    it.answer(nonce, { nc: count.toString(16).padStart(8, "0") });
  assert.equal(use(40), "right");
  assert.equal(use(9), "right");
  assert.equal(use(8), "stale");
  assert.equal(use(9), "stale");
  assert.equal(use(39), "right");
  assert.equal(use(39), "stale");
  assert.equal(use(80), "right");
  assert.equal(use(40), "stale");
  assert.equal(use(49), "right");
});

for (const nc of ["00000000", "1", "0000000g", "", "000000001"]) {
  Deno.test(`RFC 7616 §3.4: nc=${nc} is no count`, () => {
    const it = new Stage();
    assert.equal(it.answer(it.nonce(), { nc }), "stale");
  });
}

Deno.test("RFC 7616 §3.3: a nonce is stale after five minutes, whether it was used or not", () => {
  const it = new Stage();
  const [used, unused] = [it.nonce(), it.nonce()];
  assert.equal(it.answer(used), "right");
  it.clock.wind(FIVE_MINUTES - 1);
  assert.equal(it.answer(used, { nc: "00000002" }), "right");
  it.clock.wind(1);
  assert.equal(it.answer(used, { nc: "00000003" }), "stale");
  assert.equal(it.answer(unused), "stale");
});

Deno.test("RFC 7616 §3.3: a nonce is of no use to another address", () => {
  const it = new Stage();
  assert.equal(it.answer(it.nonce("192.0.2.66")), "unsaid");
});

const FORGED = ["", "x", "a.b.c", "....", "0.00000000.AAAAAAAAAAAAAAAA"];

for (const nonce of FORGED) {
  Deno.test(`RFC 7616 §3.3: a nonce of the client's own making is not taken: ${nonce}`, () => {
    assert.equal(new Stage().answer(nonce), "unsaid");
  });
}

Deno.test("a nonce that was altered anywhere is not taken", () => {
  const it = new Stage();
  const nonce = it.nonce();
  for (let at = 0; at < nonce.length; at++) {
    const other = nonce[at] === "0" ? "1" : "0";
    const altered = nonce.slice(0, at) + other + nonce.slice(at + 1);
    assert.equal(it.answer(altered), "unsaid", altered);
  }
  assert.equal(it.answer(nonce), "right");
});

Deno.test("nonces that were used are remembered within bounds, and none is taken twice for that", () => {
  const it = new Stage();
  const nonces = Array.from({ length: 5000 }, () => {
    it.clock.wind(1);
    return it.nonce();
  });
  for (const nonce of nonces) assert.equal(it.answer(nonce), "right");
  for (const nonce of nonces) assert.equal(it.answer(nonce), "stale");
});

const MALFORMED = [
  "",
  "Digest",
  "Basic dGVzdGVyOnNlY3JldA==",
  'Digest username="tester"',
  'Digest realm="a.example"',
  'Digest realm="a.example", realm="a.example"',
  'Digest realm="a.example", nonce="',
  `Digest realm="a.example", ${"x=y, ".repeat(1000)}`,
  `Digest realm="a.example", username="${"\\".repeat(999)}"`,
];

for (const line of MALFORMED) {
  Deno.test(`a malformed Authorization lets nobody in, and breaks nothing: ${line.slice(0, 50)}`, () => {
    const { server } = new Stage();
    const request = invite(["Authorization", line]);
    assert.notEqual(server.judge(request, HERE), "right");
  });
}

Deno.test("RFC 7616 §3.3: a wrong password with a nonce that nobody was told is nobody's guess", () => {
  const it = new Stage();
  const elsewhere = it.nonce("192.0.2.66");
  assert.equal(it.answer(elsewhere, { password: "wrong" }), "unsaid");
});

Deno.test("RFC 7616 §3.3: only who was right but for the nonce is told that it is stale", () => {
  const { server } = new Stage();
  const stale = challengesIn(server.challenge(HERE, true));
  assert.equal(stale.every((one) => one.get("stale") === "true"), true);
});

Deno.test("RFC 3261 §22.4: among the answers to several realms ours is found", () => {
  const it = new Stage();
  const nonce = it.nonce();
  const request = invite(
    ["Authorization", 'Digest realm="b.example", nonce="n"'],
    ["Authorization", authorization(nonce)],
  );
  assert.equal(it.server.judge(request, HERE), "right");
});

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { SrtpKeys } from "../../runtime/core/srtp.ts";
import { acceptAnswer, answerTo } from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";
import { OfferAnswer } from "../../runtime/sdp/offer_answer.ts";
import { type MediaSecurity, Secrecy } from "../../runtime/sdp/secrecy.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { LOCAL } from "./local.ts";

const [SHA1_80, SHA1_32] = [
  "AES_CM_128_HMAC_SHA1_80",
  "AES_CM_128_HMAC_SHA1_32",
];
const KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
const OTHER = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
const PEER = { address: "192.0.2.7", rtpPort: 6000 };

function local(wanted: MediaSecurity = "none", seed = 1) {
  return { ...LOCAL, secrecy: new Secrecy(wanted, new SeededChance(seed)) };
}

function theirs(protocol: string, ...crypto: string[]): string {
  return [
    "v=0",
    "o=- 1 1 IN IP4 192.0.2.7",
    "s=-",
    "c=IN IP4 192.0.2.7",
    "t=0 0",
    `m=audio 6000 ${protocol} 8`,
    ...crypto.map((line) => `a=crypto:${line}`),
    "",
  ].join("\r\n");
}

function keyText({ octets }: SrtpKeys["send"]): string {
  return btoa(String.fromCharCode(...octets));
}

function streamOf(stream: RtpStream | string | null): RtpStream {
  assert.ok(stream !== null && typeof stream !== "string", `${stream}`);
  return stream;
}

function cryptoIn(sdp: string): string[] {
  return sdp.split("\r\n").filter((line) => line.startsWith("a=crypto:"));
}

function answered(offer: string, wanted: MediaSecurity = "none") {
  const answer = answerTo(offer, local(wanted));
  assert.ok(typeof answer !== "string", `${answer}`);
  return answer;
}

for (const suite of [SHA1_80, SHA1_32]) {
  Deno.test(`RFC 4568 §7.1.2: ${suite} is answered with its tag and a key of ours`, () => {
    const offer = theirs("RTP/SAVP", `7 ${suite} inline:${KEY}`);
    const { sdp, stream } = answered(offer);
    assert.ok(stream.srtp);
    assert.match(sdp, /m=audio 20000 RTP\/SAVP 8\r\n/);
    const ours = keyText(stream.srtp.send);
    assert.deepEqual(cryptoIn(sdp), [`a=crypto:7 ${suite} inline:${ours}`]);
    assert.notEqual(ours, KEY);
    assert.equal(keyText(stream.srtp.receive), KEY);
    assert.equal(stream.srtp.receive.suite, suite);
  });
}

const LINES: readonly [what: string, line: string, taken: boolean][] = [
  ["a life in packets", `1 ${SHA1_80} inline:${KEY}|2^31`, true],
  ["a life in digits", `1 ${SHA1_80} inline:${KEY}|1048576`, true],
  ["a name", `1 ${SHA1_80} inline:${KEY}|1:4`, true],
  ["a life and a name", `1 ${SHA1_80} inline:${KEY}|2^20|1:32`, true],
  ["a hint for the window", `1 ${SHA1_80} inline:${KEY} WSH=128`, true],
  ["what may be passed over", `1 ${SHA1_80} inline:${KEY} -foo=1`, true],
  ["tabs and spaces", `1 \t${SHA1_80}  inline:${KEY}`, true],
  ["plain RTP after all", `1 ${SHA1_80} inline:${KEY} UNENCRYPTED_SRTP`, false],
  ["plain RTCP", `1 ${SHA1_80} inline:${KEY} UNENCRYPTED_SRTCP`, false],
  ["no tags", `1 ${SHA1_80} inline:${KEY} UNAUTHENTICATED_SRTP`, false],
  ["keys derived often", `1 ${SHA1_80} inline:${KEY} KDR=3`, false],
  ["an unknown parameter", `1 ${SHA1_80} inline:${KEY} WSH=64 x`, false],
  ["two keys", `1 ${SHA1_80} inline:${KEY}|2^20|1:4;inline:${OTHER}`, false],
  ["a suite of its own", `1 AES_CM_256 inline:${KEY}`, false],
  ["F8", `1 F8_128_HMAC_SHA1_80 inline:${KEY}`, false],
  ["a key too short", `1 ${SHA1_80} inline:${KEY.slice(4)}`, false],
  ["a key too long", `1 ${SHA1_80} inline:${KEY}AAAA`, false],
  ["no base64", `1 ${SHA1_80} inline:${KEY.slice(1)}*`, false],
  ["no method", `1 ${SHA1_80} ${KEY}`, false],
  ["no key", `1 ${SHA1_80}`, false],
  ["no suite", "1", false],
  ["no tag", ` ${SHA1_80} inline:${KEY}`, false],
  ["a tag of words", `one ${SHA1_80} inline:${KEY}`, false],
  ["a tag too high", `1000000000 ${SHA1_80} inline:${KEY}`, false],
  ["a life too long", `1 ${SHA1_80} inline:${KEY}|2^49`, false],
  ["a life of words", `1 ${SHA1_80} inline:${KEY}|long`, false],
  ["a name without length", `1 ${SHA1_80} inline:${KEY}|1:`, false],
  ["a name too long", `1 ${SHA1_80} inline:${KEY}|1:129`, false],
  ["a name of none", `1 ${SHA1_80} inline:${KEY}|1:0`, false],
  ["parts too many", `1 ${SHA1_80} inline:${KEY}|2^20|1:4|1`, false],
  ["nothing", "", false],
];

for (const [what, line, taken] of LINES) {
  Deno.test(`RFC 4568 §9.1: a=crypto with ${what} is ${taken ? "taken" : "passed over"}`, () => {
    const answer = answerTo(theirs("RTP/SAVP", line), local());
    assert.equal(answer !== "unacceptable", taken);
    const next = theirs("RTP/SAVP", line, `2 ${SHA1_80} inline:${OTHER}`);
    const { srtp } = answered(next).stream;
    assert.ok(srtp);
    assert.equal(keyText(srtp.receive), taken ? KEY : OTHER);
  });
}

Deno.test("RFC 4568 §6.1: the name of a key says how long it is in packets", () => {
  const line = `1 ${SHA1_80} inline:${KEY}|2^20|66051:4`;
  const { stream } = answered(theirs("RTP/SAVP", line));
  assert.equal(stream.srtp?.receive.nameOctets, 4);
  assert.equal(stream.srtp?.send.nameOctets, 0);
});

Deno.test("RFC 4568 §7.1.2: the first line that we can do counts, in the offerer's order", () => {
  const offer = theirs(
    "RTP/SAVP",
    `1 AES_256_CM_HMAC_SHA1_80 inline:${KEY}${KEY}`,
    `3 ${SHA1_32} inline:${OTHER}`,
    `2 ${SHA1_80} inline:${KEY}`,
  );
  const { sdp } = answered(offer);
  assert.equal(cryptoIn(sdp).length, 1);
  assert.match(sdp, new RegExp(`a=crypto:3 ${SHA1_32} inline:`));
});

Deno.test("RFC 4568 §7.1.2: SAVP without a key that we can do is refused", () => {
  const offer = theirs("RTP/SAVP");
  assert.equal(answerTo(offer, local()), "unacceptable");
  assert.equal(answerTo(offer, local("offer")), "unacceptable");
});

Deno.test("a plain offer is answered plain, but not where SRTP is required", () => {
  const offer = theirs("RTP/AVP");
  assert.equal(answered(offer).stream.srtp, undefined);
  assert.equal(answered(offer, "offer").stream.srtp, undefined);
  assert.equal(answerTo(offer, local("require")), "unacceptable");
});

Deno.test("keys that come with RTP/AVP are taken, as who sends them hopes", () => {
  const offer = theirs("RTP/AVP", `1 ${SHA1_80} inline:${KEY}`);
  for (const wanted of ["none", "offer", "require"] as const) {
    const { sdp, stream } = answered(offer, wanted);
    assert.ok(stream.srtp);
    assert.match(sdp, /m=audio 20000 RTP\/AVP 8\r\n/);
    assert.equal(cryptoIn(sdp).length, 1);
  }
});

Deno.test("RFC 4568 §7.1.1: what is offered has a key of its own for each suite", () => {
  const offer = makeOffer(local("offer"));
  assert.match(offer, /m=audio 20000 RTP\/SAVP 8 0 /);
  const lines = cryptoIn(offer);
  assert.match(lines[0], new RegExp(`^a=crypto:1 ${SHA1_80} inline:.{40}$`));
  assert.match(lines[1], new RegExp(`^a=crypto:2 ${SHA1_32} inline:.{40}$`));
  assert.notEqual(lines[0].slice(-40), lines[1].slice(-40));
  assert.match(makeOffer(local("none")), /m=audio 20000 RTP\/AVP /);
});

for (const tag of [1, 2]) {
  Deno.test(`RFC 4568 §7.1.3: both ends settle on the same keys, by line ${tag}`, () => {
    const offer = makeOffer(local("offer", 1));
    const suite = [SHA1_80, SHA1_32][tag - 1];
    const one = cryptoIn(offer)[2 - tag];
    const there = { ...local("none", 2), ...PEER };
    const answer = answerTo(offer.replace(`${one}\r\n`, ""), there);
    assert.ok(typeof answer !== "string");
    const here = streamOf(acceptAnswer(offer, answer.sdp));
    assert.equal(here.srtp?.send.suite, suite);
    assert.deepEqual(here.srtp?.send, answer.stream.srtp?.receive);
    assert.deepEqual(here.srtp?.receive, answer.stream.srtp?.send);
  });
}

const ANSWERS: readonly [what: string, answer: string][] = [
  ["plain RTP", theirs("RTP/AVP")],
  ["plain RTP with a key", theirs("RTP/AVP", `1 ${SHA1_80} inline:${KEY}`)],
  ["no key", theirs("RTP/SAVP")],
  ["a key that we do not know", theirs("RTP/SAVP", `1 F8 inline:${KEY}`)],
  ["another tag", theirs("RTP/SAVP", `3 ${SHA1_80} inline:${KEY}`)],
  ["another suite", theirs("RTP/SAVP", `1 ${SHA1_32} inline:${KEY}`)],
  [
    "two keys",
    theirs(
      "RTP/SAVP",
      `1 ${SHA1_80} inline:${KEY}`,
      `2 ${SHA1_32} inline:${KEY}`,
    ),
  ],
];

for (const [what, answer] of ANSWERS) {
  Deno.test(`RFC 4568 §7.1.3: an answer with ${what} agrees to nothing`, () => {
    for (const wanted of ["offer", "require"] as const) {
      const offer = makeOffer(local(wanted));
      assert.equal(acceptAnswer(offer, answer), "unacceptable");
    }
  });
}

Deno.test("a plain offer of ours is not answered with SAVP", () => {
  const answer = theirs("RTP/SAVP", `1 ${SHA1_80} inline:${KEY}`);
  assert.equal(acceptAnswer(makeOffer(local()), answer), "unacceptable");
});

/** A session that a SAVP offer with this key began. */
function session(key = KEY): OfferAnswer {
  const { address: _address, rtpPort: _port, ...own } = local();
  const sdp = new OfferAnswer(own);
  const offer = theirs("RTP/SAVP", `1 ${SHA1_80} inline:${key}`);
  assert.ok(typeof sdp.answer(offer, LOCAL) !== "string");
  return sdp;
}

Deno.test("RFC 4568 §7.1.4: a later offer with the same key changes nothing", () => {
  const sdp = session();
  const offer = theirs("RTP/SAVP", `1 ${SHA1_80} inline:${KEY}`);
  const [one, two] = [sdp.answer(offer, LOCAL), sdp.answer(offer, LOCAL)];
  assert.deepEqual(one, two);
});

Deno.test("RFC 4568 §7.1.4: a later offer changes the peer's key, ours stays", () => {
  const sdp = session();
  const again = `1 ${SHA1_80} inline:${KEY}`;
  const before = sdp.answer(theirs("RTP/SAVP", again), LOCAL);
  const anew = `1 ${SHA1_80} inline:${OTHER}`;
  const after = sdp.answer(theirs("RTP/SAVP", anew), LOCAL);
  assert.ok(typeof before !== "string" && typeof after !== "string");
  assert.deepEqual(after.stream.srtp?.send, before.stream.srtp?.send);
  assert.ok(after.stream.srtp);
  assert.equal(keyText(after.stream.srtp.receive), OTHER);
});

Deno.test("a call that was secret once is never plain again", () => {
  const sdp = session();
  assert.equal(sdp.answer(theirs("RTP/AVP"), LOCAL), "unacceptable");
  assert.match(sdp.offer(LOCAL), /RTP\/SAVP/);
  assert.equal(sdp.settle(theirs("RTP/AVP")), null);
});

Deno.test("SRTP that is refused is given up where plain RTP may do instead", () => {
  const wishes = ["none", "offer", "require"] as const;
  const secrecies = wishes.map((wanted) => local(wanted).secrecy);
  const may = secrecies.map((secrecy) => secrecy.giveUp());
  assert.deepEqual(may, [false, true, false]);
  const offered = secrecies.map((secrecy) => secrecy.isOffered);
  assert.deepEqual(offered, [false, false, true]);
});

Deno.test("keys that were offered in vain are never used again", () => {
  const offering = local("offer");
  const before = cryptoIn(makeOffer(offering));
  offering.secrecy.giveUp();
  const offer = theirs("RTP/SAVP", `1 ${SHA1_80} inline:${KEY}`);
  const answer = answerTo(offer, offering);
  assert.ok(typeof answer !== "string" && answer.stream.srtp);
  const after = keyText(answer.stream.srtp.send);
  assert.ok(before.every((line) => !line.endsWith(after)));
});

Deno.test("no two sessions have the same key", () => {
  const keys = [1, 2, 3].flatMap((seed) =>
    cryptoIn(makeOffer(local("offer", seed)))
  );
  assert.equal(new Set(keys.map((line) => line.slice(-40))).size, 6);
});

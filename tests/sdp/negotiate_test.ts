import assert from "node:assert/strict";
import {
  acceptAnswer,
  answerTo,
  type LocalAudio,
  type Settled,
} from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";
import { LOCAL } from "./local.ts";
import { OFFERS } from "./offers.ts";

function answer(offer: string, local: Partial<LocalAudio> = {}): Settled {
  const settled = answerTo(offer, { ...LOCAL, ...local });
  assert.ok(typeof settled !== "string", `${settled}`);
  return settled;
}

function linesOf({ sdp }: Settled, start: string): string[] {
  return sdp.split("\r\n").filter((line) => line.startsWith(start));
}

/** An offer of PCMU with other lines in its place. */
function offer(
  { c = "IN IP4 192.0.2.7", m = "audio 6000 RTP/AVP 0", a = [] as string[] },
): string {
  const attributes = a.map((line) => `a=${line}\r\n`).join("");
  return `v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=${c}\r\nt=0 0\r\nm=${m}\r\n${attributes}`;
}

Deno.test("RFC 3264 §5: an offer has all codecs in our order, and events", () => {
  assert.deepEqual(makeOffer(LOCAL).split("\r\n"), [
    "v=0",
    "o=- 4 7 IN IP4 192.0.2.1",
    "s=-",
    "c=IN IP4 192.0.2.1",
    "t=0 0",
    "m=audio 20000 RTP/AVP 8 0 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=ptime:20",
    "a=sendrecv",
    "",
  ]);
});

Deno.test("an offer without events has none, an IPv6 address is called so", () => {
  const local = { ...LOCAL, address: "2001:db8::1", telephoneEvent: false };
  const text = makeOffer({ ...local, username: "edge" });
  assert.doesNotMatch(text, /telephone-event|101/);
  assert.match(text, /^o=edge 4 7 IN IP6 2001:db8::1\r\n/m);
  assert.match(text, /^c=IN IP6 2001:db8::1\r\n/m);
});

Deno.test("RFC 3264 §6.1: the answer takes the first codec of the offer that we have", () => {
  const settled = answer(OFFERS.telephone);
  assert.deepEqual(linesOf(settled, "m="), ["m=audio 20000 RTP/AVP 0 101"]);
  assert.deepEqual(linesOf(settled, "a=rtpmap"), [
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:101 telephone-event/8000",
  ]);
  assert.deepEqual(settled.stream, {
    remote: { address: "192.0.2.7", port: 11_780 },
    rtcp: { mux: false, remote: { address: "192.0.2.7", port: 11_781 } },
    direction: "sendrecv",
    codec: "pcmu",
    sendPayloadType: 0,
    receive: [{ payloadType: 0, codec: "pcmu" }],
    telephoneEvent: { send: 101, receive: 101 },
    ptime: 20,
  });
});

const EVERY: Partial<LocalAudio> = {
  codecs: ["pcma", "pcmu", "gsm", "dvi4"],
  comfortNoise: true,
};

Deno.test("RFC 3551 §6: GSM, DVI4 and comfort noise are offered by their payload types", () => {
  const lines = makeOffer({ ...LOCAL, ...EVERY }).split("\r\n");
  assert.deepEqual(lines.slice(5, 12), [
    "m=audio 20000 RTP/AVP 8 0 3 5 13 101",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:3 GSM/8000",
    "a=rtpmap:5 DVI4/8000",
    "a=rtpmap:13 CN/8000",
    "a=rtpmap:101 telephone-event/8000",
  ]);
});

for (const [type, codec] of [[3, "gsm"], [5, "dvi4"]] as const) {
  Deno.test(`RFC 3551 §6: payload type ${type} is ${codec} without an rtpmap`, () => {
    const settled = answer(offer({ m: `audio 1 RTP/AVP ${type}` }), EVERY);
    assert.deepEqual(settled.stream.receive, [{ payloadType: type, codec }]);
    assert.deepEqual(linesOf(settled, "m="), [
      `m=audio 20000 RTP/AVP ${type}`,
    ]);
  });
}

Deno.test("RFC 3551 §4.5.4: packets of GSM hold whole frames of 20 ms", () => {
  const ptimes = [10, 20, 30, 50, 60].map((ptime) => {
    const m = "audio 1 RTP/AVP 3";
    return answer(offer({ m, a: [`ptime:${ptime}`] }), EVERY).stream.ptime;
  });
  assert.deepEqual(ptimes, [20, 20, 20, 40, 60]);
});

Deno.test("RFC 3389 §5: comfort noise is answered where it is offered and we have it", () => {
  const noisy = offer({ m: "audio 1 RTP/AVP 0 13" });
  const settled = answer(noisy, EVERY);
  assert.deepEqual(settled.stream.comfortNoise, { send: 13, receive: 13 });
  assert.deepEqual(linesOf(settled, "m="), ["m=audio 20000 RTP/AVP 0 13"]);
  assert.equal(answer(noisy).stream.comfortNoise, undefined);
  assert.equal(answer(offer({}), EVERY).stream.comfortNoise, undefined);
  const ours = makeOffer({ ...LOCAL, ...EVERY });
  const stream = acceptAnswer(ours, noisy);
  assert.ok(typeof stream !== "string");
  assert.deepEqual(stream.comfortNoise, { send: 13, receive: 13 });
});

Deno.test("RFC 3551 §6: payload types 0 and 8 need no rtpmap", () => {
  assert.equal(answer(OFFERS.terse).stream.codec, "pcma");
});

Deno.test("RFC 3264 §6.1: dynamic payload types of the offer are kept", () => {
  const settled = answer(OFFERS.trunk);
  assert.deepEqual(linesOf(settled, "m="), ["m=audio 20000 RTP/AVP 97 100"]);
  assert.equal(settled.stream.codec, "pcma");
  assert.equal(settled.stream.sendPayloadType, 97);
  assert.deepEqual(settled.stream.telephoneEvent, { send: 100, receive: 100 });
});

Deno.test("an rtpmap says what a static payload type is, against its number", () => {
  const strange = offer({
    m: "audio 1 RTP/AVP 0 8",
    a: ["rtpmap:0 G722/8000"],
  });
  assert.equal(answer(strange).stream.codec, "pcma");
});

Deno.test("of two rtpmaps for one payload type the first counts", () => {
  const a = ["rtpmap:96 PCMA/8000", "rtpmap:96 PCMU/8000"];
  const twice = offer({ m: "audio 1 RTP/AVP 96", a });
  assert.equal(answer(twice).stream.codec, "pcma");
});

Deno.test("RFC 3264 §6: other streams are refused with port 0, in their places", () => {
  const settled = answer(OFFERS.video);
  assert.deepEqual(linesOf(settled, "m="), [
    "m=video 0 RTP/AVP 99",
    "m=audio 0 RTP/SAVP 0",
    "m=audio 20000 RTP/AVP 0 96",
    "m=image 0 udptl t38",
  ]);
  assert.deepEqual(linesOf(settled, "t="), ["t=2873397496 2873404696"]);
});

const HOLDS: readonly [
  said: string,
  c: string,
  answered: string,
  sends: boolean,
][] = [
  ["sendrecv", "192.0.2.7", "sendrecv", true],
  ["sendonly", "192.0.2.7", "recvonly", true],
  ["recvonly", "192.0.2.7", "sendonly", true],
  ["inactive", "192.0.2.7", "inactive", true],
  ["sendrecv", "0.0.0.0", "recvonly", false],
  ["sendonly", "0.0.0.0", "recvonly", false],
  ["recvonly", "0.0.0.0", "inactive", false],
];

for (const [said, c, answered, reachable] of HOLDS) {
  Deno.test(`RFC 3264 §6.1: ${said} at ${c} is answered ${answered}`, () => {
    const settled = answer(offer({ c: `IN IP4 ${c}`, a: [said] }));
    assert.equal(settled.stream.direction, answered);
    assert.equal(settled.stream.remote !== null, reachable);
    assert.equal(settled.sdp.includes(`a=${answered}\r\n`), true);
  });
}

Deno.test("RFC 8866 §6.7: a direction of the session counts where the stream has none", () => {
  assert.equal(answer(OFFERS.held).stream.direction, "recvonly");
  const own = OFFERS.held + "a=sendrecv\r\n";
  assert.equal(answer(own).stream.direction, "sendrecv");
});

Deno.test("RFC 3264 §8.2: a stream that was taken away is answered with port 0", () => {
  const settled = answer(offer({ m: "audio 0 RTP/AVP 19" }));
  assert.deepEqual(linesOf(settled, "m="), ["m=audio 0 RTP/AVP 19"]);
  assert.equal(settled.stream.remote, null);
  assert.equal(settled.stream.direction, "inactive");
});

Deno.test("an IPv6 peer is answered", () => {
  const { remote } = answer(OFFERS.six, { address: "2001:db8::1" }).stream;
  assert.deepEqual(remote, { address: "2001:db8::7", port: 5004 });
});

const PTIMES: readonly [attributes: string[], ptime: number][] = [
  [[], 20],
  [["ptime:30"], 30],
  [["ptime:60"], 60],
  [["ptime:200"], 60],
  [["ptime:5"], 10],
  [["ptime:25"], 20],
  [["ptime:0"], 20],
  [["ptime:x"], 20],
  [["ptime:4294967295"], 20],
  [["maxptime:10"], 10],
  [["ptime:40", "maxptime:30"], 30],
  [["maxptime:5"], 10],
];

for (const [a, ptime] of PTIMES) {
  Deno.test(`RFC 8866 §6.4: ${a.join(", ") || "no ptime"} makes packets of ${ptime} ms`, () => {
    assert.equal(answer(offer({ a })).stream.ptime, ptime);
  });
}

/** Offers with nothing that we can do, each with the reason. */
const UNACCEPTABLE: readonly [what: string, offer: string][] = [
  ["no stream", "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nt=0 0\r\n"],
  ["no common codec", offer({ m: "audio 1 RTP/AVP 18 4" })],
  [
    "events alone",
    offer({ m: "audio 1 RTP/AVP 101", a: ["rtpmap:101 telephone-event/8000"] }),
  ],
  ["no sound", offer({ m: "video 1 RTP/AVP 99" })],
  ["encryption", offer({ m: "audio 1 RTP/SAVP 0" })],
  [
    "a payload type past 127",
    offer({
      m: "audio 1 RTP/AVP 4294967296",
      a: ["rtpmap:4294967296 PCMU/8000"],
    }),
  ],
  [
    "PCMU at 16 kHz",
    offer({ m: "audio 1 RTP/AVP 96", a: ["rtpmap:96 PCMU/16000"] }),
  ],
  [
    "PCMU in stereo",
    offer({ m: "audio 1 RTP/AVP 96", a: ["rtpmap:96 PCMU/8000/2"] }),
  ],
  ["an IPv4 multicast group", offer({ c: "IN IP4 224.2.36.42/127" })],
  ["the highest multicast group", offer({ c: "IN IP4 239.255.255.255" })],
  ["broadcast", offer({ c: "IN IP4 255.255.255.255" })],
  ["a reserved address", offer({ c: "IN IP4 240.0.0.1" })],
  ["this network", offer({ c: "IN IP4 0.1.2.3" })],
  ["an IPv6 multicast group", offer({ c: "IN IP6 FF1E::101" })],
  ["IPv4 in IPv6", offer({ c: "IN IP6 ::ffff:224.0.0.1" })],
  ["IPv6, where we have IPv4", offer({ c: "IN IP6 2001:db8::7" })],
  ["an IPv6 address called IPv4", offer({ c: "IN IP4 2001:db8::1" })],
  ["a name", offer({ c: "IN IP4 host.example" })],
  ["no address", offer({}).replace(/c=.*\r\n/, "")],
  [
    "our own port",
    offer({ c: "IN IP4 192.0.2.1", m: "audio 20000 RTP/AVP 0" }),
  ],
  [
    "our own port for RTCP",
    offer({ c: "IN IP4 192.0.2.1", m: "audio 20001 RTP/AVP 0" }),
  ],
  [
    "our own port by loopback",
    offer({ c: "IN IP4 127.0.0.9", m: "audio 20000 RTP/AVP 0" }),
  ],
];

for (const [what, text] of UNACCEPTABLE) {
  Deno.test(`unacceptable: ${what}`, () => {
    assert.equal(answerTo(text, LOCAL), "unacceptable");
  });
}

Deno.test("no RTP is sent where the caller forbids it", () => {
  const forbids = (address: string) => address === "192.0.2.255";
  const text = offer({ c: "IN IP4 192.0.2.255" });
  assert.equal(answerTo(text, { ...LOCAL, forbids }), "unacceptable");
  assert.notEqual(answerTo(offer({}), { ...LOCAL, forbids }), "unacceptable");
  assert.equal(acceptAnswer(makeOffer(LOCAL), text, forbids), "unacceptable");
});

Deno.test("an offer that is no description is malformed", () => {
  assert.equal(answerTo("hello", LOCAL), "malformed");
  assert.equal(acceptAnswer(makeOffer(LOCAL), "hello"), "malformed");
});

Deno.test("duplicates of codecs and rtpmaps change nothing", () => {
  const a = Array(100).fill("rtpmap:0 PCMU/8000");
  const many = offer({ m: `audio 1 RTP/AVP${" 0".repeat(60)}`, a });
  assert.deepEqual(linesOf(answer(many), "m="), ["m=audio 20000 RTP/AVP 0"]);
});

const PEER = { ...LOCAL, address: "192.0.2.7", rtpPort: 6000 };

Deno.test("both ends settle on the same stream", () => {
  const ours = makeOffer(LOCAL);
  const theirs = answer(ours, PEER);
  const stream = acceptAnswer(ours, theirs.sdp);
  assert.ok(typeof stream !== "string");
  assert.deepEqual(stream.remote, { address: "192.0.2.7", port: 6000 });
  assert.deepEqual(theirs.stream.remote, {
    address: "192.0.2.1",
    port: 20_000,
  });
  assert.equal(stream.codec, theirs.stream.codec);
  assert.equal(stream.sendPayloadType, theirs.stream.receive[0].payloadType);
});

Deno.test("RFC 3264 §7: we send the answer's payload types and receive our own", () => {
  const theirs = offer({
    m: "audio 6000 RTP/AVP 96 97",
    a: ["rtpmap:96 PCMU/8000", "rtpmap:97 telephone-event/8000"],
  });
  const stream = acceptAnswer(makeOffer(LOCAL), theirs);
  assert.ok(typeof stream !== "string");
  assert.equal(stream.codec, "pcmu");
  assert.equal(stream.sendPayloadType, 96);
  assert.deepEqual(stream.receive, [
    { payloadType: 8, codec: "pcma" },
    { payloadType: 0, codec: "pcmu" },
  ]);
  assert.deepEqual(stream.telephoneEvent, { send: 97, receive: 101 });
});

Deno.test("RFC 4733: events that only one side speaks are not sent", () => {
  const silent = makeOffer({ ...LOCAL, telephoneEvent: false });
  const theirs = answer(makeOffer(LOCAL), { ...PEER, telephoneEvent: false });
  const [a, b] = [
    acceptAnswer(silent, OFFERS.telephone),
    acceptAnswer(makeOffer(LOCAL), theirs.sdp),
  ];
  assert.ok(typeof a !== "string" && typeof b !== "string");
  assert.equal(a.telephoneEvent, null);
  assert.equal(b.telephoneEvent, null);
});

const REFUSALS: readonly [what: string, answer: string][] = [
  ["port 0", offer({ m: "audio 0 RTP/AVP 0" })],
  ["another kind of stream", offer({ m: "video 1 RTP/AVP 0" })],
  ["no stream", "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\n"],
  ["a codec that was not offered", offer({ m: "audio 1 RTP/AVP 18" })],
  ["multicast", offer({ c: "IN IP4 224.0.0.1" })],
  [
    "our own port",
    offer({ c: "IN IP4 192.0.2.1", m: "audio 20000 RTP/AVP 0" }),
  ],
];

for (const [what, text] of REFUSALS) {
  Deno.test(`an answer with ${what} is unacceptable`, () => {
    assert.equal(acceptAnswer(makeOffer(LOCAL), text), "unacceptable");
  });
}

Deno.test("an answer may hold from the start", () => {
  const stream = acceptAnswer(
    makeOffer(LOCAL),
    offer({ c: "IN IP4 0.0.0.0", a: ["sendonly"] }),
  );
  assert.ok(typeof stream !== "string");
  assert.deepEqual([stream.remote, stream.direction], [null, "recvonly"]);
});

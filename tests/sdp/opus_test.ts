import assert from "node:assert/strict";
import type { LocalAudio } from "../../runtime/sdp/local_audio.ts";
import { acceptAnswer, answerTo } from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";
import { OfferAnswer } from "../../runtime/sdp/offer_answer.ts";
import { LOCAL } from "./local.ts";

const OPUS: LocalAudio = { ...LOCAL, codecs: ["pcma", "opus"] };
const OURS = "maxplaybackrate=8000;sprop-maxcapturerate=8000;useinbandfec=1";
/** What a peer that says nothing is sent. */
const PLAIN = { bitrate: 32_000, fec: false, dtx: false, constant: false };

/** A peer's description with these formats and attributes. */
function peer(formats: string, ...attributes: string[]): string {
  const lines = [
    "v=0",
    "o=- 1 1 IN IP4 192.0.2.7",
    "s=-",
    "c=IN IP4 192.0.2.7",
    "t=0 0",
    `m=audio 6000 RTP/AVP ${formats}`,
    ...attributes.map((attribute) => `a=${attribute}`),
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function answered(offer: string, local = OPUS) {
  const settled = answerTo(offer, local);
  assert.ok(typeof settled !== "string", `${settled}`);
  return settled;
}

function accepted(answer: string, local = OPUS) {
  const stream = acceptAnswer(makeOffer(local), answer);
  assert.ok(typeof stream !== "string", `${stream}`);
  return stream;
}

Deno.test("RFC 7587 §7: Opus is offered behind what stands before it, with events of each clock", () => {
  const lines = makeOffer(OPUS).split("\r\n");
  assert.ok(lines.includes("m=audio 20000 RTP/AVP 8 111 101 110"));
  assert.deepEqual(lines.filter((line) => /^a=(rtpmap|fmtp)/.test(line)), [
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:111 opus/48000/2",
    `a=fmtp:111 ${OURS}`,
    "a=rtpmap:101 telephone-event/8000",
    "a=fmtp:101 0-15",
    "a=rtpmap:110 telephone-event/48000",
    "a=fmtp:110 0-15",
  ]);
});

Deno.test("an answer to an offer with Opus has its payload type and ours of its parameters", () => {
  const { sdp, stream } = answered(peer(
    "96 97",
    "rtpmap:96 opus/48000/2",
    "fmtp:96 useinbandfec=1; stereo=1",
    "rtpmap:97 telephone-event/48000",
  ));
  assert.match(sdp, /m=audio 20000 RTP\/AVP 96 97\r\n/);
  assert.match(sdp, new RegExp(`a=fmtp:96 ${OURS}\r\n`));
  assert.equal(stream.codec, "opus");
  assert.deepEqual(stream.opus, { ...PLAIN, fec: true });
  assert.deepEqual(stream.telephoneEvent, {
    send: 97,
    receive: 97,
    clockRate: 48_000,
  });
});

Deno.test("RFC 4733 §2.5.1.1: events are those of the clock of the chosen sound", () => {
  const events = ["rtpmap:101 telephone-event/8000"];
  const both = [...events, "rtpmap:110 telephone-event/48000"];
  const opus = "rtpmap:111 opus/48000/2";
  const takes = (formats: string, ...attributes: string[]) => {
    const { telephoneEvent } = accepted(peer(formats, ...attributes));
    return telephoneEvent && [telephoneEvent.send, telephoneEvent.clockRate];
  };
  assert.deepEqual(takes("111 101 110", opus, ...both), [110, 48_000]);
  assert.deepEqual(takes("111 101", opus, ...events), [101, undefined]);
  assert.deepEqual(takes("8 101 110", ...both), [101, undefined]);
});

Deno.test("RFC 7587 §3.1.3: Opus needs no comfort noise, and where that is wanted leaves silence out", () => {
  const local = { ...OPUS, comfortNoise: true };
  const offer = peer(
    "111 13",
    "rtpmap:111 opus/48000/2",
    "fmtp:111 usedtx=1",
  );
  const { sdp, stream } = answered(offer, local);
  assert.match(sdp, /m=audio 20000 RTP\/AVP 111\r\n/);
  assert.match(sdp, new RegExp(`a=fmtp:111 ${OURS};usedtx=1\r\n`));
  assert.equal(stream.comfortNoise, undefined);
  assert.deepEqual(stream.opus, { ...PLAIN, dtx: true });
  assert.deepEqual(answered(offer).stream.opus, PLAIN);
  const answer = accepted(offer, local);
  assert.equal(answer.comfortNoise, undefined);
  assert.deepEqual(answer.opus, { ...PLAIN, dtx: true });
});

/** The parameters of a peer, and how it is sent Opus then. */
const PARAMETERS: readonly [string, Partial<typeof PLAIN>][] = [
  ["useinbandfec=0", {}],
  ["UseInbandFec=1;cbr=1", { fec: true, constant: true }],
  ["maxaveragebitrate=12000", { bitrate: 12_000 }],
  ["maxaveragebitrate=64000", {}],
  ["maxaveragebitrate=1", { bitrate: 6000 }],
  ["maxaveragebitrate=-5; useinbandfec", {}],
  ["maxaveragebitrate=99999999999999999999", {}],
  [";;=;=1;cbr", {}],
];
for (const [parameters, change] of PARAMETERS) {
  Deno.test(`RFC 7587 §6.1: to "${parameters}" is sent what it asks for`, () => {
    const { opus } = accepted(
      peer("111", "rtpmap:111 opus/48000/2", `fmtp:111 ${parameters}`),
    );
    assert.deepEqual(opus, { ...PLAIN, ...change });
  });
}

/** What a peer says of packets, and how long ours are then. */
const LENGTHS: readonly [string[], number][] = [
  [[], 20],
  [["ptime:10"], 10],
  [["ptime:30"], 20],
  [["ptime:50"], 40],
  [["ptime:120"], 60],
  [["ptime:60", "maxptime:40"], 40],
  [["ptime:3"], 10],
];
for (const [said, ptime] of LENGTHS) {
  Deno.test(`RFC 6716 §2.1.4: with "${said}" a packet has one frame of ${ptime} ms`, () => {
    const { stream } = answered(
      peer("111", "rtpmap:111 opus/48000/2", ...said),
    );
    assert.equal(stream.ptime, ptime);
  });
}

Deno.test("RFC 7587 §7: what is called Opus and has another clock is another codec", () => {
  for (const name of ["opus/48000", "opus/8000/2", "opus/8000"]) {
    const offer = peer("96", `rtpmap:96 ${name}`);
    assert.equal(answerTo(offer, OPUS), "unacceptable");
  }
});

Deno.test("RFC 3264 §8.3.2: what the peer called 110 and 111 keeps its name when we offer", () => {
  const session = new OfferAnswer(OPUS);
  const place = { address: OPUS.address, rtpPort: OPUS.rtpPort };
  const offer = peer(
    "110 111",
    "rtpmap:110 opus/48000/2",
    "rtpmap:111 telephone-event/48000",
  );
  assert.ok(typeof session.answer(offer, place) !== "string");
  const said = session.offer(place).match(/m=audio .*/)?.[0];
  assert.equal(said, "m=audio 20000 RTP/AVP 8 110 101 111");
});

import assert from "node:assert/strict";
import {
  acceptAnswer,
  answerTo,
  type Settled,
} from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";
import { LOCAL } from "./local.ts";

/** A description of PCMU with these formats beside it. */
function description(formats: string, ...attributes: string[]): string {
  const lines = attributes.map((line) => `a=${line}\r\n`).join("");
  return "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\n" +
    `t=0 0\r\nm=audio 6000 RTP/AVP 0 ${formats}\r\n${lines}`;
}

function answer(offer: string): Settled {
  const settled = answerTo(offer, LOCAL);
  assert.ok(typeof settled !== "string", `${settled}`);
  return settled;
}

/** What an answer to our own offer, which calls them 101, settles. */
function settledBy(answer: string) {
  const stream = acceptAnswer(makeOffer(LOCAL), answer);
  assert.ok(typeof stream !== "string", `${stream}`);
  return stream.telephoneEvent;
}

Deno.test("RFC 7160 §4: events of another clock than the sound's are taken, where there are no others", () => {
  for (const rate of [16_000, 48_000]) {
    const offer = description("110", `rtpmap:110 telephone-event/${rate}`);
    const { sdp, stream } = answer(offer);
    assert.match(sdp, new RegExp(`a=rtpmap:110 telephone-event/${rate}\r\n`));
    const events = { send: 110, receive: 110, clockRate: rate };
    assert.deepEqual(stream.telephoneEvent, events);
  }
});

Deno.test("RFC 4733 §2.5.1.1: of several, those of the sound's clock are taken", () => {
  const offer = description(
    "111 110 126",
    "rtpmap:111 opus/48000/2",
    "rtpmap:110 telephone-event/48000",
    "rtpmap:126 telephone-event/8000",
  );
  const { sdp, stream } = answer(offer);
  assert.match(sdp, /m=audio 20000 RTP\/AVP 0 126\r\n/);
  assert.deepEqual(stream.telephoneEvent, { send: 126, receive: 126 });
});

for (const rate of ["44100", "0", "8000.5", "", "-8000", "1e4"]) {
  Deno.test(`events at "${rate}" Hz are not taken`, () => {
    const offer = description("110", `rtpmap:110 telephone-event/${rate}`);
    assert.equal(answer(offer).stream.telephoneEvent, null);
  });
}

Deno.test("RFC 3264 §6.1: each direction has its own payload type for events", () => {
  const answer = description("96", "rtpmap:96 telephone-event/8000");
  assert.deepEqual(settledBy(answer), { send: 96, receive: 101 });
});

Deno.test("an answer with events of a clock that was not offered has none", () => {
  const answer = description("96", "rtpmap:96 telephone-event/48000");
  assert.equal(settledBy(answer), null);
});

/** The list of an fmtp, and the keys that may be sent by it. */
const LISTS: readonly [list: string, keys: string | undefined][] = [
  ["0-15", undefined],
  ["0-16", undefined],
  ["0-15,32-36", undefined],
  ["events=0-15", undefined],
  ["0-11", "0123456789*#"],
  ["0,1,2", "012"],
  ["0-9, 11", "0123456789#"],
  ["16-31", ""],
  ["9-3", ""],
  // What cannot be read is as if it were not there
  ["", undefined],
  ["0-", undefined],
  ["0-1-2", undefined],
  ["0-999999999999", undefined],
  ["x", undefined],
];

for (const [list, keys] of LISTS) {
  Deno.test(`RFC 4733 §2.4.1: an fmtp of "${list}" allows ${keys ?? "every key"}`, () => {
    const lines = ["rtpmap:96 telephone-event/8000", `fmtp:96 ${list}`];
    const said = keys === undefined ? {} : { keys };
    assert.deepEqual(settledBy(description("96", ...lines)), {
      send: 96,
      receive: 101,
      ...said,
    });
    const { sdp, stream } = answer(description("96", ...lines));
    assert.equal(stream.telephoneEvent?.keys, keys);
    assert.match(sdp, /a=fmtp:96 0-15\r\n/);
  });
}

Deno.test("the fmtp of another payload type says nothing about events", () => {
  const lines = ["rtpmap:96 telephone-event/8000", "fmtp:9 0", "fmtp:961 0"];
  assert.equal(settledBy(description("96", ...lines))?.keys, undefined);
});

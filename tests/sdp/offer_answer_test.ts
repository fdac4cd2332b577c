import assert from "node:assert/strict";
import { OfferAnswer } from "../../runtime/sdp/offer_answer.ts";
import { LOCAL } from "./local.ts";
import { OFFERS } from "./offers.ts";

const PLACE = { address: "192.0.2.1", rtpPort: 20_000 };

function session(): OfferAnswer {
  return new OfferAnswer(LOCAL);
}

function answered(side: OfferAnswer, offer: string): string {
  const answer = side.answer(offer, PLACE);
  assert.ok(typeof answer !== "string", `${answer}`);
  return answer.sdp;
}

function version(sdp: string): number {
  return Number(sdp.split(" ")[2]);
}

function lines(sdp: string, start: string): string[] {
  return sdp.split("\r\n").filter((line) => line.startsWith(start));
}

Deno.test("RFC 3264 §8: the version grows with a change, and without one the description is the same", () => {
  const side = session();
  const first = answered(side, OFFERS.telephone);
  assert.equal(answered(side, OFFERS.telephone), first);
  const held = answered(side, OFFERS.telephone.replace("sendrecv", "sendonly"));
  assert.equal(version(held), version(first) + 1);
  const resumed = answered(side, OFFERS.telephone);
  assert.equal(version(resumed), version(first) + 2);
  const offer = side.offer(PLACE);
  assert.equal(version(offer), version(first) + 3);
  assert.equal(side.offer(PLACE), offer);
});

Deno.test("an offer that was judged is answered, but not to our own port", () => {
  const judged = OFFERS.terse.replaceAll("192.0.2.7", PLACE.address);
  const side = session();
  assert.equal(side.judge(judged, { ...PLACE, rtpPort: 9 }), "fine");
  assert.equal(
    side.answer(judged, { ...PLACE, rtpPort: 6000 }),
    "unacceptable",
  );
  assert.equal(side.judge(judged, { ...PLACE, rtpPort: 9 }), "fine");
  answered(side, judged);
  assert.equal(side.judge("v=0", PLACE), "malformed");
  assert.equal(session().judge(OFFERS.six, PLACE), "unacceptable");
});

Deno.test("RFC 3264 §8: what is refused changes no version", () => {
  const side = session();
  const first = answered(side, OFFERS.telephone);
  const foreign = OFFERS.terse.replace("AVP 8", "AVP 18");
  assert.equal(side.answer(foreign, PLACE), "unacceptable");
  assert.equal(answered(side, OFFERS.telephone), first);
});

Deno.test("RFC 3264 §8: a later offer has each stream in its place", () => {
  const side = session();
  answered(side, OFFERS.video);
  const offer = side.offer(PLACE);
  assert.deepEqual(lines(offer, "m="), [
    "m=video 0 RTP/AVP 99",
    "m=audio 0 RTP/SAVP 0",
    "m=audio 20000 RTP/AVP 8 0 101",
    "m=image 0 udptl t38",
  ]);
  const stream = side.settle(OFFERS.video);
  assert.deepEqual(stream?.remote, { address: "192.0.2.7", port: 49_172 });
});

Deno.test("RFC 3264 §8.3.2: a payload type keeps its meaning for the whole session", () => {
  const side = session();
  answered(side, OFFERS.trunk);
  const offer = side.offer(PLACE);
  assert.deepEqual(lines(offer, "m="), ["m=audio 20000 RTP/AVP 97 0 100"]);
  assert.deepEqual(lines(offer, "a=rtpmap"), [
    "a=rtpmap:97 PCMA/8000",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:100 telephone-event/8000",
  ]);
});

Deno.test("RFC 3264 §8.3.2: a number that stood for something else is not used anew", () => {
  const side = session();
  answered(
    side,
    OFFERS.terse.replace("AVP 8", "AVP 101") + "a=rtpmap:101 PCMA/8000\r\n",
  );
  const offer = side.offer(PLACE);
  assert.deepEqual(lines(offer, "m="), ["m=audio 20000 RTP/AVP 101 0 96"]);
  assert.deepEqual(lines(offer, "a=rtpmap:96"), [
    "a=rtpmap:96 telephone-event/8000",
  ]);
});

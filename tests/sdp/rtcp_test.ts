import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import {
  acceptAnswer,
  answerTo,
  type LocalAudio,
} from "../../runtime/sdp/negotiate.ts";
import { makeOffer } from "../../runtime/sdp/offer.ts";

const LOCAL: LocalAudio = {
  address: "192.0.2.1",
  rtpPort: 20_000,
  codecs: ["pcma"],
  telephoneEvent: true,
  ptime: milliseconds(20),
  sessionId: 4,
  sessionVersion: 7,
};
const PEER = "192.0.2.7";

/** The peer's description of PCMA at port 6000, with these attributes. */
function theirs(attributes: readonly string[], c = `IN IP4 ${PEER}`): string {
  const lines = attributes.map((line) => `a=${line}\r\n`).join("");
  return `v=0\r\no=- 1 1 IN IP4 ${PEER}\r\ns=-\r\nc=${c}\r\nt=0 0\r\n` +
    `m=audio 6000 RTP/AVP 8\r\n${lines}`;
}

function answered(attributes: readonly string[], c?: string) {
  const settled = answerTo(theirs(attributes, c), LOCAL);
  assert.ok(typeof settled !== "string", `${settled}`);
  return { rtcp: settled.stream.rtcp, sdp: settled.sdp };
}

Deno.test("RFC 3550 §11: without a word RTCP is at the port after RTP's", () => {
  const { rtcp, sdp } = answered([]);
  assert.deepEqual(rtcp, {
    mux: false,
    remote: { address: PEER, port: 6001 },
  });
  assert.doesNotMatch(sdp, /rtcp/);
});

for (
  const [said, address, port] of [
    ["53020", PEER, 53_020],
    ["53020 IN IP4 192.0.2.99", "192.0.2.99", 53_020],
    ["53020 IN IP4 224.0.0.1", PEER, 6001],
    ["53020 IN IP4 255.255.255.255", PEER, 6001],
    ["53020 IN IP4 0.0.0.0", PEER, 6001],
    ["53020 IN IP6 2001:db8::1", PEER, 6001],
    ["53020 IN IP4 phone.example.com", PEER, 6001],
    ["53020 IN IP4", PEER, 6001],
    ["53020 X25 IP4 192.0.2.99", PEER, 6001],
    ["70000", PEER, 6001],
    ["0", PEER, 6001],
    ["", PEER, 6001],
  ] as const
) {
  Deno.test(`RFC 3605 §2.1: a=rtcp:${said} sends RTCP to ${address} ${port}`, () => {
    const { rtcp } = answered([`rtcp:${said}`]);
    assert.deepEqual(rtcp, { mux: false, remote: { address, port } });
  });
}

Deno.test("behind the last port there is none for RTCP", () => {
  const offer = theirs([]).replace("audio 6000", "audio 65535");
  const settled = answerTo(offer, LOCAL);
  assert.ok(typeof settled !== "string");
  assert.deepEqual(settled.stream.rtcp, { mux: false, remote: null });
});

Deno.test("RFC 5761 §5.1.1: rtcp-mux is answered where it is offered", () => {
  const { rtcp, sdp } = answered(["rtcp-mux", "rtcp:6500"]);
  assert.deepEqual(rtcp, { mux: true, remote: { address: PEER, port: 6000 } });
  assert.match(sdp, /^a=rtcp-mux\r$/m);
});

Deno.test("RFC 5761 §5.1.1: what an answer of ours settled a hold does not undo", () => {
  const { rtcp, sdp } = answered(["rtcp-mux"], "IN IP4 0.0.0.0");
  assert.deepEqual(rtcp, { mux: true, remote: null });
  assert.match(sdp, /^a=rtcp-mux\r$/m);
});

for (const direction of ["sendonly", "recvonly", "inactive"]) {
  Deno.test(`RFC 3264 §8.4: RTCP keeps its way while the stream is ${direction}`, () => {
    const { rtcp } = answered([direction]);
    assert.deepEqual(rtcp.remote, { address: PEER, port: 6001 });
  });
}

Deno.test("an offer of ours asks for no rtcp-mux, and an answer cannot bring it", () => {
  const offer = makeOffer(LOCAL);
  assert.doesNotMatch(offer, /rtcp/);
  const stream = acceptAnswer(offer, theirs(["rtcp-mux", "rtcp:6500"]));
  assert.ok(typeof stream !== "string");
  assert.deepEqual(stream.rtcp, {
    mux: false,
    remote: { address: PEER, port: 6500 },
  });
});

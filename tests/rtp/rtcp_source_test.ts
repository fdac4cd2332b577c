import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { RtcpSource } from "../../runtime/rtp/rtcp_source.ts";
import { LEARNING_WINDOW } from "../../runtime/rtp/source.ts";

const RTP = { address: "192.0.2.10", port: 4000 };
const RTCP = { address: "192.0.2.10", port: 4001 };
const NAT = { address: "198.51.100.7", port: 61_234 };
const BEHIND_NAT = { ...NAT, port: 61_235 };
const ELSEWHERE = { ...RTCP, port: 50_000 };
const ATTACKER = { address: "203.0.113.66", port: 4001 };

function source(rtcp = { mux: false, remote: RTCP }) {
  const clock = new HandClock();
  const filter = new RtcpSource(clock);
  filter.signal(RTP, rtcp);
  return { clock, filter };
}

Deno.test("RTCP is taken from where the SDP says, goes there, and nobody else's is", () => {
  const { filter } = source();
  assert.deepEqual(filter.destination(RTP), RTCP);
  assert.equal(filter.standing(RTCP, RTP), "peer");
  assert.equal(filter.standing(ATTACKER, RTP), "stranger");
  assert.equal(filter.standing(RTP, RTP), "stranger", "once the peer is heard");
});

Deno.test("RFC 3605: the place of RTCP may be another host's", () => {
  const remote = { address: "192.0.2.99", port: 53_020 };
  const { filter } = source({ mux: false, remote });
  assert.deepEqual(filter.destination(RTP), remote);
  assert.equal(filter.standing(remote, RTP), "peer");
  assert.equal(filter.standing(RTCP, RTP), "stranger");
});

Deno.test("before an SDP exchange and on hold RTCP goes nowhere and none is taken", () => {
  const filter = new RtcpSource(new HandClock());
  assert.equal(filter.destination(null), null);
  assert.equal(filter.standing(RTCP, null), "stranger");
  filter.signal(null, { mux: true, remote: null });
  assert.equal(filter.destination(null), null);
  assert.equal(filter.standing(RTP, null), "stranger");
});

Deno.test("where RTP was learnt behind a NAT, RTCP is the same host's", () => {
  const { filter } = source();
  assert.deepEqual(filter.destination(NAT), BEHIND_NAT);
  assert.equal(filter.standing(BEHIND_NAT, NAT), "peer");
  assert.equal(filter.standing(RTCP, NAT), "stranger");
  assert.equal(filter.standing(ATTACKER, NAT), "stranger");
});

Deno.test("another port of the host is learnt, once", () => {
  const { filter } = source();
  assert.equal(filter.standing(ELSEWHERE, RTP), "newcomer");
  filter.learn(ELSEWHERE);
  assert.equal(filter.standing(ELSEWHERE, RTP), "peer");
  assert.deepEqual(filter.destination(RTP), ELSEWHERE);
  assert.equal(filter.standing({ ...RTCP, port: 50_002 }, RTP), "stranger");
});

Deno.test("the expected port takes the place of a learnt one for good", () => {
  const { filter } = source();
  filter.learn(ELSEWHERE);
  assert.equal(filter.standing(RTCP, RTP), "peer");
  assert.deepEqual(filter.destination(RTP), RTCP);
  assert.equal(filter.standing(ELSEWHERE, RTP), "stranger");
});

Deno.test("the window for another port closes, and opens with the next SDP", () => {
  const { clock, filter } = source();
  clock.wind(LEARNING_WINDOW + 1);
  assert.equal(filter.standing(ELSEWHERE, RTP), "stranger");
  filter.signal(RTP, { mux: false, remote: RTCP });
  assert.equal(filter.standing(ELSEWHERE, RTP), "newcomer");
});

Deno.test("what was learnt falls with the host that it was learnt of", () => {
  const { filter } = source();
  filter.learn(ELSEWHERE);
  assert.deepEqual(filter.destination(NAT), BEHIND_NAT);
  assert.equal(filter.standing(ELSEWHERE, NAT), "stranger");
});

Deno.test("a session refresh does not shake what was learnt", () => {
  const { filter } = source();
  assert.equal(filter.standing(ELSEWHERE, RTP), "newcomer");
  filter.learn(ELSEWHERE);
  filter.signal({ ...RTP }, { mux: false, remote: { ...RTCP } });
  assert.deepEqual(filter.destination({ ...RTP }), ELSEWHERE);
});

Deno.test("RFC 5761: on one port RTCP is RTP's peer's and nobody else's", () => {
  const { filter } = source({ mux: true, remote: RTP });
  assert.deepEqual(filter.destination(RTP), RTP);
  assert.equal(filter.standing(RTP, RTP), "peer");
  assert.equal(filter.standing(RTCP, RTP), "stranger");
  assert.deepEqual(filter.destination(NAT), NAT);
  assert.equal(filter.standing(NAT, NAT), "peer");
  assert.equal(filter.standing(RTP, NAT), "stranger");
});

Deno.test("what was learnt falls with a change to one port", () => {
  const { filter } = source();
  assert.equal(filter.standing(ELSEWHERE, RTP), "newcomer");
  filter.learn(ELSEWHERE);
  filter.signal(RTP, { mux: true, remote: RTP });
  assert.deepEqual(filter.destination(RTP), RTP);
  assert.equal(filter.standing(ELSEWHERE, RTP), "stranger");
});

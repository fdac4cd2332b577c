import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import {
  LEARNING_WINDOW,
  LONG_PROBATION,
  PROBATION,
  PROBATION_PACKETS,
  RtpSource,
} from "../../runtime/rtp/source.ts";

const SDP = { address: "192.0.2.10", port: 4000 };
const NAT = { address: "198.51.100.7", port: 61_234 };
const ATTACKER = { address: "203.0.113.66", port: 5555 };
const LATER = { address: "192.0.2.11", port: 4002 };

function rtp(sequence: number, ssrc = 0x1234_5678): Uint8Array {
  const packet = new Uint8Array(12 + 160);
  const view = new DataView(packet.buffer);
  packet[0] = 0x80;
  view.setUint16(2, sequence & 0xffff);
  view.setUint32(8, ssrc);
  return packet;
}

/** Packets of 20 ms in a long probation. */
const LONG_PACKETS = LONG_PROBATION / 20;

interface Place {
  readonly clock: HandClock;
  readonly filter: RtpSource;
}

function source(remote: typeof SDP | null = SDP): Place {
  const clock = new HandClock();
  const filter = new RtpSource(clock);
  filter.signal(remote);
  return { clock, filter };
}

/** Something speaks for the NAT, little for anybody else. */
function likelyNat(host: string) {
  return host === NAT.address ? PROBATION : LONG_PROBATION;
}

/** What a source is told about `count` packets in sequence, 20 ms apart. */
function run(
  { clock, filter }: Place,
  from: typeof SDP,
  count: number,
  first = 0,
  ssrc = 0x1234_5678,
): boolean[] {
  return Array.from(
    { length: count },
    (_, i) => {
      if (i > 0) clock.wind(20);
      return filter.accepts(rtp(first + i, ssrc), from);
    },
  );
}

const PASSED = [...Array(PROBATION_PACKETS - 1).fill(false), true];

Deno.test("the address of the SDP is accepted with its first packet", () => {
  const place = source();
  const { filter } = place;
  assert.deepEqual(run(place, SDP, 2), [true, true]);
  assert.deepEqual(filter.destination, SDP);
});

Deno.test("before an SDP exchange and on hold nobody is accepted", () => {
  const clock = new HandClock();
  const place = { clock, filter: new RtpSource(clock) };
  const { filter } = place;
  assert.equal(filter.accepts(rtp(1), SDP), false);
  assert.equal(filter.destination, null);
  filter.signal(SDP);
  run(place, SDP, 1);
  filter.signal(null);
  assert.deepEqual(
    run(place, SDP, PROBATION_PACKETS),
    Array(PROBATION_PACKETS).fill(false),
  );
  assert.equal(filter.destination, null);
});

Deno.test("a peer behind a NAT is learnt after its probation and sent to", () => {
  const place = source();
  const { filter } = place;
  assert.deepEqual(filter.destination, SDP);
  assert.deepEqual(run(place, NAT, PROBATION_PACKETS, 65_534), PASSED);
  assert.deepEqual(filter.destination, NAT);
  assert.deepEqual(run(place, NAT, 3, 9), [true, true, true]);
});

Deno.test("whoever was accepted first stays: the SDP's address", () => {
  const place = source();
  const { filter } = place;
  run(place, SDP, 1);
  const attack = run(place, ATTACKER, 100, 1);
  assert.ok(attack.every((accepted) => !accepted));
  assert.deepEqual(filter.destination, SDP);
});

Deno.test("whoever was accepted first stays: the learnt source", () => {
  const place = source();
  const { filter } = place;
  run(place, NAT, PROBATION_PACKETS);
  assert.ok(run(place, ATTACKER, 100, PROBATION_PACKETS).every((a) => !a));
  assert.deepEqual(filter.destination, NAT);
});

Deno.test("an attacker who was faster than the peer gives way to the SDP's address for good", () => {
  const place = source();
  const { filter } = place;
  assert.deepEqual(run(place, ATTACKER, PROBATION_PACKETS), PASSED);
  assert.equal(filter.accepts(rtp(1), SDP), true);
  assert.deepEqual(filter.destination, SDP);
  assert.ok(run(place, ATTACKER, 100, PROBATION_PACKETS).every((a) => !a));
  assert.deepEqual(filter.destination, SDP);
});

Deno.test("the right SSRC and number from elsewhere are refused", () => {
  const place = source();
  const { filter } = place;
  run(place, SDP, 10, 100, 7);
  assert.equal(filter.accepts(rtp(110, 7), ATTACKER), false);
  assert.equal(filter.accepts(rtp(110, 7), { ...SDP, port: 4001 }), false);
  assert.equal(filter.accepts(rtp(110, 7), SDP), true);
});

Deno.test("the window for another source closes", () => {
  const place = source();
  const { clock, filter } = place;
  clock.wind(LEARNING_WINDOW - 20 * (PROBATION_PACKETS - 2));
  run(place, NAT, PROBATION_PACKETS - 1);
  clock.wind(1);
  assert.equal(filter.accepts(rtp(PROBATION_PACKETS - 1), NAT), false);
  assert.equal(filter.accepts(rtp(1), SDP), true);
});

Deno.test("another SDP exchange opens the window again", () => {
  const place = source();
  const { clock, filter } = place;
  clock.wind(LEARNING_WINDOW + 1);
  filter.signal(SDP);
  assert.deepEqual(run(place, NAT, PROBATION_PACKETS), PASSED);
});

Deno.test("a session refresh does not shake who was learnt", () => {
  const place = source();
  const { filter } = place;
  run(place, NAT, PROBATION_PACKETS);
  filter.signal({ ...SDP });
  assert.deepEqual(filter.destination, NAT);
  assert.deepEqual(
    run(place, ATTACKER, PROBATION_PACKETS),
    Array(PROBATION_PACKETS).fill(false),
  );
});

Deno.test("a re-INVITE that moves the peer moves what is accepted", () => {
  const place = source();
  const { filter } = place;
  run(place, SDP, 1);
  filter.signal(LATER);
  assert.deepEqual(filter.destination, LATER);
  assert.equal(filter.accepts(rtp(2), SDP), false);
  assert.equal(filter.accepts(rtp(2), LATER), true);
});

for (
  const [what, packets] of [
    ["numbers that jump", [rtp(1), rtp(2), rtp(3), rtp(9), rtp(10), rtp(11)]],
    ["one number again and again", Array(50).fill(rtp(1))],
    ["an SSRC that changes", [rtp(1, 1), rtp(2, 1), rtp(3, 1), rtp(4, 2)]],
    ["what is too short for RTP", Array(50).fill(new Uint8Array(11))],
    ["what is not version 2", Array(50).fill(new Uint8Array(172))],
  ] as const
) {
  Deno.test(`probation is not passed by ${what}`, () => {
    const { clock, filter } = source();
    for (const packet of packets) {
      clock.wind(20);
      assert.equal(filter.accepts(packet, NAT), false);
    }
    assert.deepEqual(filter.destination, SDP);
  });
}

Deno.test("an attacker who sprays ports gets nothing from 1,000 calls", () => {
  const chance = new SeededChance(5);
  for (let call = 0; call < 1000; call++) {
    const place = source();
    const { filter } = place;
    const peer = call % 2 ? SDP : NAT;
    // Three rounds of the attacker over all ports fall among the peer's packets.
    const attacks = Array.from({ length: 3 }, () => chance.integer(12));
    for (let i = 0; i < 12; i++) {
      for (const at of attacks) {
        if (at === i) {
          assert.equal(filter.accepts(rtp(at, 99), ATTACKER), false);
        }
      }
      filter.accepts(rtp(i), peer);
    }
    // Whoever of them is on probation keeps others out for 60 ms
    run(place, peer, PROBATION_PACKETS + 4, 12);
    assert.deepEqual(filter.destination, peer);
  }
});

Deno.test("a peer behind a NAT is learnt though a stranger's packets fall between its own", () => {
  for (const strange of [(n: number) => n, (n: number) => 7 * n]) {
    const { clock, filter } = source(null);
    filter.signal(SDP, likelyNat);
    for (let n = 0; n < 12; n++) {
      filter.accepts(rtp(strange(n), 99), ATTACKER);
      filter.accepts(rtp(n), NAT);
      clock.wind(20);
    }
    assert.deepEqual(filter.destination, NAT);
  }
});

Deno.test("so it is where nothing tells their hosts apart, if the stranger's numbers do not rise one by one", () => {
  const { clock, filter } = source();
  for (let n = 0; n < 12; n++) {
    filter.accepts(rtp(7 * n, 99), ATTACKER);
    filter.accepts(rtp(n), NAT);
    clock.wind(20);
  }
  assert.deepEqual(filter.destination, NAT);
});

Deno.test("told to be strict it learns nobody, however long he sends", () => {
  const clock = new HandClock();
  const filter = new RtpSource(clock, false);
  filter.signal(SDP);
  const others = run({ clock, filter }, NAT, LONG_PACKETS);
  assert.ok(others.every((accepted) => !accepted));
  assert.deepEqual(filter.destination, SDP);
  assert.equal(filter.accepts(rtp(1), SDP), true);
});

Deno.test("a burst passes no probation: the SDP's address has 40 ms to come first", () => {
  const { clock, filter } = source();
  for (let at = 0; at < 100; at++) {
    assert.equal(filter.accepts(rtp(at), ATTACKER), false);
  }
  clock.wind(PROBATION - 1);
  assert.equal(filter.accepts(rtp(100), ATTACKER), false);
  clock.wind(1);
  assert.equal(filter.accepts(rtp(101), ATTACKER), true);
});

Deno.test("a host that little speaks for is learnt after two seconds of sound", () => {
  const place = source(null);
  place.filter.signal(SDP, likelyNat);
  const attack = run(place, ATTACKER, LONG_PACKETS);
  assert.ok(attack.every((accepted) => !accepted));
  place.clock.wind(20);
  assert.equal(place.filter.accepts(rtp(LONG_PACKETS), ATTACKER), true);
  const other = source(null);
  other.filter.signal(SDP, likelyNat);
  assert.deepEqual(run(other, NAT, PROBATION_PACKETS), PASSED);
});

Deno.test("a host that nothing speaks for is never learnt", () => {
  const place = source(null);
  place.filter.signal(SDP, () => null);
  const attack = run(place, ATTACKER, 2 * LONG_PACKETS);
  assert.ok(attack.every((accepted) => !accepted));
  assert.deepEqual(place.filter.destination, SDP);
});

Deno.test("the SDP's address settles a source with its first packet, until it says another", () => {
  const place = source();
  const { filter } = place;
  assert.equal(filter.settled, null);
  run(place, SDP, 1);
  assert.deepEqual(filter.settled, SDP);
  filter.signal({ ...SDP });
  assert.deepEqual(filter.settled, SDP);
  filter.signal(LATER);
  assert.equal(filter.settled, null);
});

Deno.test("a learnt source is settled once the window is over: not even the SDP's address follows it", () => {
  const place = source();
  const { clock, filter } = place;
  run(place, NAT, PROBATION_PACKETS);
  assert.equal(filter.settled, null);
  clock.wind(LEARNING_WINDOW);
  assert.deepEqual(filter.settled, NAT);
  assert.equal(filter.accepts(rtp(1), SDP), false);
  assert.deepEqual(filter.destination, NAT);
  filter.signal(SDP);
  assert.equal(filter.settled, null);
  assert.equal(filter.accepts(rtp(1), SDP), true);
  assert.deepEqual(filter.settled, SDP);
});

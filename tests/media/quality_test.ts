import assert from "node:assert/strict";
import { milliseconds } from "../../runtime/base/units.ts";
import type { EngineStatistics } from "../../runtime/core/engine.ts";
import type { RtcpStatistics } from "../../runtime/media/statistics.ts";
import { NO_STATISTICS } from "../../runtime/media/no_statistics.ts";
import { qualityOf } from "../../runtime/media/quality.ts";
import { FakeEngine } from "../support/fake_engine.ts";

const AGREED = { codec: "pcma", ptime: milliseconds(20) } as const;

/** Both directions of a port with these counts and this of its RTCP. */
function quality(
  counts: Partial<EngineStatistics>,
  rtcp: Partial<RtcpStatistics> = {},
  agreed: Parameters<typeof qualityOf>[2] = AGREED,
) {
  const engine = new FakeEngine(1);
  engine.openPort(0, null);
  const all = { ...engine.statistics(0), ...counts };
  return qualityOf(all, { ...NO_STATISTICS, ...rtcp }, agreed);
}

/** R of the defaults is 93.21; 60 ms from mouth to ear cost 1.68 of it. */
Deno.test("a call without loss and with little delay is as good as G.711 gets", () => {
  const { heardR, heardMosLq, heardMosCq } = quality(
    { packetsReceived: 500, meanDelaySamples: 8 * 30 },
    { roundTripMs: 20 },
  );
  assert.equal(heardMosLq?.toFixed(2), "4.41");
  assert.equal(heardMosCq?.toFixed(2), "4.37");
  assert.equal(heardR?.toFixed(1), "91.5");
});

Deno.test("half the round trip, a packet and our jitter buffer are the delay", () => {
  const direct = quality(
    { packetsReceived: 500, meanDelaySamples: 8 * 130 },
    { roundTripMs: 100 },
  );
  const other = quality(
    { packetsReceived: 500, meanDelaySamples: 8 * 30 },
    { roundTripMs: 300 },
  );
  assert.equal(direct.heardR, other.heardR);
  const long = { codec: "pcma", ptime: milliseconds(120) } as const;
  const packets = quality(
    { packetsReceived: 500, meanDelaySamples: 8 * 30 },
    { roundTripMs: 100 },
    long,
  );
  assert.equal(packets.heardR, direct.heardR);
});

/** (7-29): 2 % of G.711 cost 95 · 2 / 27.1 = 7.01 of 93.21. */
for (
  const counts of [
    { packetsReceived: 980, packetsLost: 20 },
    { packetsReceived: 1000, packetsLate: 20 },
    { packetsReceived: 990, packetsLost: 10, packetsLate: 10 },
    { packetsReceived: 1080, packetsLost: 20, packetsDuplicated: 100 },
  ]
) {
  Deno.test(`${JSON.stringify(counts)} are 2 % that nobody heard in time`, () => {
    const found = quality(counts, { roundTripMs: 0 }, {
      codec: "pcma",
      ptime: milliseconds(0),
    });
    assert.equal(found.heardR?.toFixed(1), "86.2");
  });
}

Deno.test("what is sent is judged by what the peer's RTCP says of it", () => {
  const { sentR, sentMosLq, heardMosLq } = quality(
    { packetsSent: 1000 },
    { remoteLossShare: 0.02, roundTripMs: 0 },
    { codec: "pcma", ptime: milliseconds(0) },
  );
  assert.equal(sentR?.toFixed(1), "86.2");
  assert.equal(sentMosLq?.toFixed(2), "4.24");
  assert.equal(heardMosLq, null);
});

Deno.test("without the peer's RTCP there is only how it is to listen here", () => {
  const found = quality({ packetsReceived: 500 });
  assert.equal(found.heardMosLq?.toFixed(2), "4.41");
  const { heardR, heardMosCq, sentR, sentMosLq, sentMosCq } = found;
  assert.deepEqual(
    [heardR, heardMosCq, sentR, sentMosLq, sentMosCq],
    [null, null, null, null, null],
  );
});

Deno.test("a port that never had a stream is not judged", () => {
  const found = quality({ packetsReceived: 9 }, { remoteLossShare: 0 }, null);
  assert.ok(Object.values(found).every((value) => value === null));
});

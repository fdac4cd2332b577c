import assert from "node:assert/strict";
import type { MediaTotals } from "../../runtime/media/statistics.ts";
import { PEER, STREAM, withPort } from "./media_stage.ts";

const PACKET = Uint8Array.from({ length: 172 }, (_, i) => i === 0 ? 0x80 : 8);

function listening() {
  const on = withPort();
  on.order({ type: "stream", port: 1, stream: STREAM });
  const bring = (packets: number) => {
    for (let n = 0; n < packets; n++) {
      on.datagrams.bring(PACKET, PEER, on.rtpPort);
    }
    on.tick();
  };
  const sum = (): MediaTotals => {
    on.order({ type: "sum" });
    const answer = on.heard().at(-1);
    assert.ok(answer?.type === "summed");
    return answer.totals;
  };
  return { ...on, bring, sum };
}

Deno.test("what a port counted is told while it is open and kept when it closes", () => {
  const { order, bring, sum } = listening();
  bring(3);
  assert.equal(sum().rtp.packetsReceived, 3);
  order({ type: "close", port: 1 });
  const { openPorts, rtp } = sum();
  assert.deepEqual([openPorts, rtp.packetsReceived], [0, 3]);
});

Deno.test("a total never falls, although a packet that was lost may still come", () => {
  const { engine, sum } = listening();
  const { statistics } = engine;
  engine.statistics = (port) => ({
    ...statistics.call(engine, port),
    packetsLost: 2,
  });
  assert.equal(sum().rtp.packetsLost, 2);
  engine.statistics = statistics;
  assert.equal(sum().rtp.packetsLost, 2);
});

Deno.test("beats are summed across what `watch` forgets", () => {
  const { order, tick, sum } = listening();
  tick(10);
  order({ type: "watch" });
  tick(5);
  const { heartbeat, lateness } = sum();
  assert.equal(heartbeat.beats, 15);
  assert.equal(lateness.count, 15);
  for (const [bound, count] of lateness.within) {
    assert.equal(count, 15, `within ${bound} ms`);
  }
});

Deno.test("timers of the thread are told: the heartbeat's", () => {
  assert.equal(listening().sum().timers, 1);
});

Deno.test("a mix is told of while it is open", () => {
  const { order, sum } = listening();
  order({ type: "openMix", mix: 1 });
  assert.equal(sum().openMixes, 1);
  order({ type: "closeMix", mix: 1 });
  assert.equal(sum().openMixes, 0);
});

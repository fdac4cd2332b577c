import assert from "node:assert/strict";
import { GRAIN } from "../../runtime/media/phases.ts";
import { stage, STREAM } from "./media_stage.ts";

/** So many ports that send, on a clock that stands at a multiple of 20 ms. */
function sending(ports: number) {
  const on = stage({ ports, first: 20_000, last: 20_000 + 2 * ports });
  for (let port = 1; port <= ports; port++) {
    on.thread.obey({ type: "open", port });
    on.thread.obey({ type: "stream", port, stream: STREAM });
  }
  /** How many packets leave in each of the next milliseconds. */
  const leaving = (span: number) =>
    Array.from({ length: span }, () => {
      on.datagrams.sent.length = 0;
      on.clock.wind(1);
      return on.datagrams.sent.length;
    });
  return { ...on, leaving };
}

Deno.test("the packets of many ports leave in four instants, 5 ms apart", () => {
  const { leaving } = sending(4 * GRAIN + 4);
  const each = [0, 0, 0, 0, GRAIN + 1];
  assert.deepEqual(leaving(40), Array(8).fill(each).flat());
});

Deno.test("a few leave together", () => {
  const { leaving } = sending(5);
  assert.deepEqual(leaving(20), [...Array(19).fill(0), 5]);
});

Deno.test("without ports no beat wakes the thread", () => {
  const { clock, thread, heard, tick } = sending(2);
  assert.equal(clock.pending, 1);
  thread.obey({ type: "close", port: 1 });
  thread.obey({ type: "close", port: 2 });
  assert.equal(clock.pending, 0);
  tick(5);
  heard();
  thread.obey({ type: "watch" });
  const [health] = heard();
  assert.equal(health.type === "health" && health.health.ticks, 0);
});

Deno.test("two ports of different phases meet, and miss no frame", () => {
  const { clock, datagrams, thread } = sending(GRAIN + 1);
  clock.wind(100);
  datagrams.sent.length = 0;
  thread.obey({ type: "openMix", mix: 1 });
  thread.obey({ type: "joinMix", mix: 1, port: 1, part: {} });
  thread.obey({ type: "joinMix", mix: 1, port: GRAIN + 1, part: {} });
  const last = GRAIN;
  const times: number[] = [];
  for (let ms = 0; ms < 100; ms++) {
    clock.wind(1);
    const sent = datagrams.sent.splice(0);
    if (sent.some(({ bytes }) => bytes[0] === last)) times.push(clock.now());
  }
  // From phase 1 to 0: the beat that follows comes 35 ms after the last
  assert.deepEqual(times, [105, 140, 160, 180, 200]);
});

Deno.test("a thread that stood still says so, once", () => {
  const { clock, engine, heard, tick } = sending(1);
  let standsStill = 100;
  engine.tick = () => {
    clock.wind(standsStill);
    standsStill = 0;
  };
  heard();
  tick(20);
  assert.deepEqual(heard(), [{
    type: "notice",
    level: "warn",
    message: "the media thread was late",
    fields: { ms: 80 },
  }]);
});

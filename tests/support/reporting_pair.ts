import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { loadCore } from "../../runtime/core/mod.ts";
import { loadOpus } from "../../runtime/core/opus/load.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type { FromMedia } from "../../runtime/media/messages.ts";
import type { PortStatistics } from "../../runtime/media/statistics.ts";
import type { RtpStream } from "../../runtime/sdp/stream.ts";
import { Wire, type WireManner } from "./wire.ts";

const HOSTS = ["192.0.2.1", "192.0.2.2"] as const;
const PORT = 22_000;

/** What an agreement on A-law says of somebody at this host. */
function streamTo(address: string): RtpStream {
  return {
    remote: { address, port: PORT },
    rtcp: { mux: false, remote: { address, port: PORT + 1 } },
    direction: "sendrecv",
    codec: "pcma",
    sendPayloadType: 8,
    receive: [{ payloadType: 8, codec: "pcma" }],
    telephoneEvent: null,
    ptime: milliseconds(20),
  };
}

/** A call between two media threads over a network of such a manner. */
export async function reportingPair(
  manner: WireManner,
  change: Partial<RtpStream> = {},
) {
  const [core, opus] = await Promise.all([loadCore(), loadOpus()]);
  const clock = new HandClock();
  const wire = new Wire(clock, new SeededChance(4), manner);
  const threads = HOSTS.map((host, n) => {
    const said: FromMedia[] = [];
    const thread = new MediaThread({
      settings: { host, ports: { first: PORT, last: PORT + 1 }, maxPorts: 1 },
      engine: core.engine({ ports: 1, mixes: 0, opus }),
      clock,
      chance: new SeededChance(20 + n),
      datagrams: wire,
      beep: new Int16Array(),
      report: (message) => void said.push(message),
      store: () => {},
    });
    thread.obey({ type: "open", port: 1 });
    const stream = { ...streamTo(HOSTS[1 - n]), ...change };
    thread.obey({ type: "stream", port: 1, stream });
    return { thread, said };
  });
  const statistics = (): PortStatistics[] =>
    threads.map(({ thread, said }) => {
      thread.obey({ type: "count", port: 1 });
      const counted = said.at(-1);
      assert.ok(counted?.type === "counted");
      return counted.statistics;
    });
  const stop = () => {
    for (const { thread } of threads) thread.obey({ type: "stop" });
    clock.wind(manner.delay);
  };
  return { clock, wire, statistics, stop };
}

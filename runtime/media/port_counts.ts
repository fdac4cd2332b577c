import type { Engine } from "../core/engine.ts";
import type { RtpStream } from "../sdp/stream.ts";
import type { PortStatistics, RtpTotals } from "./statistics.ts";
import type { PortRtcp } from "./port_rtcp.ts";
import { qualityOf } from "./quality.ts";

/** What a port has counted since it was opened, in the core and around it. */
export class PortCounts {
  /** RTP packets of who is not the peer: the core never sees them. */
  strangers = 0;
  readonly #engine: Engine;
  readonly #index: number;
  readonly #rtcp: PortRtcp;

  constructor(engine: Engine, index: number, rtcp: PortRtcp) {
    this.#engine = engine;
    this.#index = index;
    this.#rtcp = rtcp;
  }

  /** @param agreed how the sound goes; null before the first SDP exchange */
  statistics(agreed: RtpStream | null): PortStatistics {
    const counts = this.#engine.statistics(this.#index);
    const { speech } = this.#engine.levels(this.#index);
    const rtcp = this.#rtcp.statistics();
    return {
      packetsReceived: counts.packetsReceived,
      packetsSent: counts.packetsSent,
      packetsLost: counts.packetsLost,
      packetsLate: counts.packetsLate,
      packetsReordered: counts.packetsReordered,
      packetsDuplicated: counts.packetsDuplicated,
      packetsRefused: counts.packetsRefused + this.strangers,
      speechLevel: Number.isFinite(speech) ? speech : null,
      octetsReceived: counts.octetsReceived,
      octetsSent: counts.octetsSent,
      ...rtcp,
      ...qualityOf(counts, rtcp, agreed),
    };
  }

  /** Adds what is summed over all ports; cheaper than all the statistics. */
  addTo(totals: RtpTotals): void {
    const counts = this.#engine.statistics(this.#index);
    totals.packetsReceived += counts.packetsReceived;
    totals.packetsSent += counts.packetsSent;
    totals.octetsReceived += counts.octetsReceived;
    totals.octetsSent += counts.octetsSent;
    totals.packetsLost += counts.packetsLost;
    totals.packetsLate += counts.packetsLate;
    totals.packetsReordered += counts.packetsReordered;
    totals.packetsDuplicated += counts.packetsDuplicated;
    totals.packetsRefused += counts.packetsRefused + this.strangers;
    this.#rtcp.addTo(totals);
  }
}

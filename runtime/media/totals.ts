import type { RtpTotals } from "./statistics.ts";
import type { Port } from "./port.ts";

const NOTHING: RtpTotals = {
  packetsReceived: 0,
  packetsSent: 0,
  packetsLost: 0,
  packetsLate: 0,
  octetsReceived: 0,
  octetsSent: 0,
  packetsReordered: 0,
  packetsDuplicated: 0,
  packetsRefused: 0,
  rtcpReceived: 0,
  rtcpSent: 0,
  rtcpRefused: 0,
};
const NAMES = Object.keys(NOTHING) as (keyof RtpTotals)[];

/** What all ports counted since the thread began, those that are closed too. */
export class PortTotals {
  readonly #closed = { ...NOTHING };
  readonly #told = { ...NOTHING };

  /** A port closes: what it counted is kept. */
  keep(port: Port): void {
    port.counts.addTo(this.#closed);
  }

  /**
   * With what the open ports have counted. Never less than the last time:
   * a packet that was lost may still come, but a total that falls looks like
   * a restart.
   */
  with(open: Iterable<Port>): RtpTotals {
    const all = { ...this.#closed };
    for (const port of open) port.counts.addTo(all);
    for (const name of NAMES) {
      this.#told[name] = Math.max(this.#told[name], all[name]);
    }
    return { ...this.#told };
  }
}

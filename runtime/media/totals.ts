import type { RtpTotals } from "./messages.ts";
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
  #closed = NOTHING;
  #told = NOTHING;

  /** A port closes: what it counted is kept. */
  keep(port: Port): void {
    this.#closed = sum(this.#closed, port.statistics());
  }

  /**
   * With what the open ports have counted. Never less than the last time:
   * a packet that was lost may still come, but a total that falls looks like
   * a restart.
   */
  with(open: Iterable<Port>): RtpTotals {
    let all = this.#closed;
    for (const port of open) all = sum(all, port.statistics());
    this.#told = combine(all, this.#told, Math.max);
    return this.#told;
  }
}

function sum(a: RtpTotals, b: RtpTotals): RtpTotals {
  return combine(a, b, (x, y) => x + y);
}

function combine(
  a: RtpTotals,
  b: RtpTotals,
  both: (x: number, y: number) => number,
): RtpTotals {
  const all = { ...NOTHING };
  for (const name of NAMES) all[name] = both(a[name], b[name]);
  return all;
}

import { Histogram } from "../base/histogram.ts";
import { FRAME } from "../base/units.ts";
import {
  hasMarker,
  HEADER_BYTES,
  payloadTypeOf,
  sequenceOf,
} from "../rtp/header.ts";
import type { PacingReport } from "./statistics.ts";

/** Bins of 20 µs, less than the kernel's stamps scatter; a second is a hang. */
const [PER_MS, RANGE] = [50, 1000];
const NONE = -1;

/**
 * How far the gaps between the packets that ports hear stray from 20 ms.
 *
 * Only packets that follow each other by number and have the same payload type
 * make a gap: one that is lost is loss, and one with the marker begins anew
 * after a pause that was meant (RFC 3551 §4.1).
 */
export class Pacing {
  readonly #strays = new Histogram(PER_MS, RANGE);
  /** Of the last packet of each port. */
  readonly #arrivals: Float64Array;
  readonly #sequences: Int32Array;
  readonly #payloadTypes: Uint8Array;

  constructor(ports: number) {
    this.#arrivals = new Float64Array(ports);
    this.#sequences = new Int32Array(ports).fill(NONE);
    this.#payloadTypes = new Uint8Array(ports);
  }

  /** The port's next packet is its first. */
  begin(port: number): void {
    this.#sequences[port] = NONE;
  }

  /** @param arrival ms, of any clock that is the same for all packets */
  note(port: number, packet: Uint8Array, arrival: number): void {
    if (packet.length < HEADER_BYTES) return;
    const payloadType = payloadTypeOf(packet);
    const sequence = sequenceOf(packet);
    const last = this.#sequences[port];
    const follows = last !== NONE && sequence === (last + 1 & 0xffff) &&
      payloadType === this.#payloadTypes[port] && !hasMarker(packet);
    if (follows) {
      this.#strays.note(Math.abs(arrival - this.#arrivals[port] - FRAME));
    }
    this.#arrivals[port] = arrival;
    this.#sequences[port] = sequence;
    this.#payloadTypes[port] = payloadType;
  }

  report(): PacingReport {
    const strays = this.#strays;
    return {
      gaps: strays.count,
      strayP50: strays.quantile(0.5),
      strayP99: strays.quantile(0.99),
      strayP999: strays.quantile(0.999),
      strayMax: strays.max,
    };
  }
}

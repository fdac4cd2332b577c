import type { Milliseconds } from "../base/units.ts";
import { payloadTypeOf, sequenceOf, ssrcOf, timestampOf } from "./header.ts";

/** RFC 3550 §6.4.1: how many differences the mean is taken over. */
const MEMORY = 16;
/**
 * When a packet came costs two questions to the kernel: of each 32 packets the
 * first three are asked about, which makes two differences, three in a second.
 */
const PERIOD = 32;
const LOOKED_AT = 3;
/** Of the RTP timestamps of nearly every codec (RFC 3551 table 4), in kHz. */
const CLOCK = 8;

/** Whether `packet` is one of those whose arrival is looked at. */
export function isLookedAt(packet: Uint8Array): boolean {
  return sequenceOf(packet) % PERIOD < LOOKED_AT;
}

/**
 * The interarrival jitter of a stream (RFC 3550 §6.4.1): of the differences D
 * between neighbours the mean, over the last 16 of those that are looked at.
 */
export class ArrivalJitter {
  #jitter = 0;
  #differences = 0;
  /** Nobody's before the first packet. */
  #ssrc = NaN;
  #type = 0;
  #sequence = 0;
  #timestamp = 0;
  #arrival = NaN;
  #clock = CLOCK;

  /** Null while there are no two neighbours. */
  get value(): Milliseconds | null {
    return this.#differences === 0 ? null : this.#jitter as Milliseconds;
  }

  /** In units of the RTP timestamp, as reports have it; 0 while not known. */
  get units(): number {
    return Math.round(this.#clock * this.#jitter);
  }

  /**
   * Takes an RTP packet that came at `arrival`, in order or not; `clock` is that
   * of its timestamp, in kHz.
   */
  note(packet: Uint8Array, arrival: Milliseconds, clock = CLOCK): void {
    const type = payloadTypeOf(packet);
    const sequence = sequenceOf(packet);
    const timestamp = timestampOf(packet);
    const ssrc = ssrcOf(packet);
    if (ssrc !== this.#ssrc) this.#differences = this.#jitter = 0;
    else if (type === this.#type && isNeighbour(sequence - this.#sequence)) {
      const sent = (timestamp - this.#timestamp | 0) / clock;
      this.#add(arrival - this.#arrival, sent);
    }
    this.#clock = clock;
    this.#ssrc = ssrc;
    this.#type = type;
    this.#sequence = sequence;
    this.#timestamp = timestamp;
    this.#arrival = arrival;
  }

  /** What goes on with one timestamp, as keys do, says nothing of its time. */
  #add(arrived: number, sent: number): void {
    if (sent === 0) return;
    const difference = Math.abs(arrived - sent);
    // From the first one on a mean: else it would take seconds to be one
    this.#differences = Math.min(MEMORY, this.#differences + 1);
    this.#jitter += (difference - this.#jitter) / this.#differences;
  }
}

/** One apart on the circle of 16 bits, either way. */
function isNeighbour(step: number): boolean {
  const apart = step & 0xffff;
  return apart === 1 || apart === 0xffff;
}

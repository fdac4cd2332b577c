import type { Milliseconds } from "../base/units.ts";
import type { EngineCodec } from "../core/engine.ts";
import { type Loss, opinionOf, ratingOf } from "./e_model.ts";
import { EQUIPMENT } from "./equipment.ts";

/** One direction of a call's sound. */
export interface Transmission {
  readonly codec: EngineCodec;
  readonly loss: Loss;
  /** One way, from mouth to ear; null where the network's part is not known. */
  readonly delay: Milliseconds | null;
}

/**
 * What the VoIP metrics block of RTCP XR says of a direction (RFC 3611 §4.7.5).
 */
export interface VoiceQuality {
  /** R factor, 0 to 100; null where the delay is not known. */
  readonly rFactor: number | null;
  /** MOS of who only listens, 1 to 4.5: delay does not count. */
  readonly mosLq: number;
  /** MOS of who converses, 1 to 4.5: delay counts; null where not known. */
  readonly mosCq: number | null;
}

/** An estimate by the E-model, from what is known of the packets. */
export function voiceQuality(
  { codec, loss, delay }: Transmission,
): VoiceQuality {
  const equipment = EQUIPMENT[codec];
  const mosLq = opinionOf(ratingOf(equipment, loss, 0 as Milliseconds));
  if (delay === null) return { rFactor: null, mosLq, mosCq: null };
  const rFactor = ratingOf(equipment, loss, delay);
  return { rFactor, mosLq, mosCq: opinionOf(rFactor) };
}

import type { CoreCodec, EngineStream } from "../../../runtime/core/mod.ts";
import { NO_EVENTS } from "./line.ts";

/** The static payload types of RFC 3551 §6. */
export const TYPES: Record<CoreCodec, number> = {
  pcmu: 0,
  gsm: 3,
  dvi4: 5,
  pcma: 8,
};

/** One codec both ways, and nothing else. */
export function streamOf(
  codec: CoreCodec,
  packetSamples = 160,
): EngineStream {
  const payloadType = TYPES[codec];
  return {
    ...NO_EVENTS,
    codec,
    sendPayloadType: payloadType,
    receive: [{ payloadType, codec }],
    packetSamples,
  };
}

import { milliseconds } from "../../runtime/base/units.ts";
import type { LocalAudio } from "../../runtime/sdp/negotiate.ts";

/** What a description of ours says in tests. */
export const LOCAL: LocalAudio = {
  address: "192.0.2.1",
  rtpPort: 20_000,
  codecs: ["pcma", "pcmu"],
  telephoneEvent: true,
  ptime: milliseconds(20),
  sessionId: 4,
  sessionVersion: 7,
};

import type { PortStatistics } from "./messages.ts";

/** What a port has counted to which nothing has happened. */
export const NO_STATISTICS: PortStatistics = {
  packetsReceived: 0,
  packetsSent: 0,
  packetsLost: 0,
  packetsLate: 0,
  packetsReordered: 0,
  packetsDuplicated: 0,
  packetsRefused: 0,
  speechLevel: null,
  octetsReceived: 0,
  octetsSent: 0,
  roundTripMs: null,
  jitterMs: null,
  remoteLost: null,
  remoteFractionLost: null,
  remoteJitterMs: null,
  rtcpReceived: 0,
  rtcpSent: 0,
  rtcpRefused: 0,
  heardR: null,
  heardMosLq: null,
  heardMosCq: null,
  sentR: null,
  sentMosLq: null,
  sentMosCq: null,
};

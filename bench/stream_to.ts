import { milliseconds } from "../runtime/base/units.ts";
import type { RtpStream } from "../runtime/sdp/stream.ts";

export const LOOPBACK = "127.0.0.1";

/** G.711 both ways, with somebody at this port of loopback. */
export function streamTo(port: number): RtpStream {
  return {
    remote: { address: LOOPBACK, port },
    rtcp: { mux: false, remote: { address: LOOPBACK, port: port + 1 } },
    direction: "sendrecv",
    codec: "pcma",
    sendPayloadType: 8,
    receive: [{ payloadType: 8, codec: "pcma" }],
    telephoneEvent: { send: 101, receive: 101 },
    ptime: milliseconds(20),
  };
}

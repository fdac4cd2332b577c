import { isIP } from "node:net";
import { type Destination, destinationOf } from "./address.ts";
import {
  directionIn,
  type MediaDescription,
  type SessionDescription,
} from "./description.ts";
import { asksForMux, rtcpOf } from "./rtcp.ts";
import type { Direction, RtpStream } from "./stream.ts";

const MIRRORED: Readonly<Record<Direction, Direction>> = {
  sendrecv: "sendrecv",
  sendonly: "recvonly",
  recvonly: "sendonly",
  inactive: "inactive",
};

/** What is left of our direction when the peer cannot be sent to. */
const UNREACHABLE: Readonly<Record<Direction, Direction>> = {
  sendrecv: "recvonly",
  sendonly: "inactive",
  recvonly: "recvonly",
  inactive: "inactive",
};

/**
 * Where and which way our sound goes, by the peer's description; `mux` says
 * whether RTCP may share the port of RTP.
 */
export function flowOf(
  theirs: SessionDescription,
  audio: MediaDescription,
  mux: boolean,
): Pick<RtpStream, "remote" | "rtcp" | "direction"> {
  // No way for RTP is none for RTCP either (RFC 3264 §8.4).
  const nowhere = {
    remote: null,
    rtcp: { mux: mux && asksForMux(audio), remote: null },
  };
  if (audio.port === 0) return { ...nowhere, direction: "inactive" };
  const said = directionIn(audio.attributes) ??
    directionIn(theirs.attributes) ?? "sendrecv";
  const direction = MIRRORED[said];
  const destination = destinationIn(theirs, audio);
  if (destination.kind !== "address") {
    return { ...nowhere, direction: UNREACHABLE[direction] };
  }
  const remote = { address: destination.address, port: audio.port };
  return { remote, rtcp: rtcpOf(audio, remote, mux), direction };
}

/**
 * Sound must go neither to many nor back to our own port (an RTP loop), and
 * cannot go to an address of the other family.
 */
export function leadsAstray(
  theirs: SessionDescription,
  audio: MediaDescription,
  own: { readonly address: string; readonly rtpPort: number },
): boolean {
  const destination = destinationIn(theirs, audio);
  if (destination.kind !== "address") return destination.kind === "refused";
  const { address } = destination;
  if (isIP(own.address) !== 0 && isIP(address) !== isIP(own.address)) {
    return true;
  }
  return address === own.address && audio.port === own.rtpPort;
}

function destinationIn(
  theirs: SessionDescription,
  audio: MediaDescription,
): Destination {
  const connection = audio.connection ?? theirs.connection;
  return connection ? destinationOf(connection) : { kind: "refused" };
}

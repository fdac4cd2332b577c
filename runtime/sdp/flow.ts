import { isIP } from "node:net";
import { type Destination, destinationOf } from "./address.ts";
import {
  directionIn,
  type MediaDescription,
  type SessionDescription,
} from "./description.ts";
import { asksForMux, rtcpOf } from "./rtcp.ts";
import type { LocalAudio } from "./local_audio.ts";
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
 * Sound must go neither to many nor back to our own ports (an RTP loop), and
 * cannot go to an address of the other family.
 */
export function leadsAstray(
  theirs: SessionDescription,
  audio: MediaDescription,
  own: Pick<LocalAudio, "address" | "rtpPort" | "forbids">,
): boolean {
  const destination = destinationIn(theirs, audio);
  if (destination.kind !== "address") return destination.kind === "refused";
  const { address } = destination;
  if (isIP(own.address) !== 0 && isIP(address) !== isIP(own.address)) {
    return true;
  }
  if (own.forbids?.(address)) return true;
  const isOurs = address === own.address || isLoopback(address);
  const ports = [own.rtpPort, own.rtpPort + 1];
  return isOurs && ports.includes(audio.port);
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || /^[0:]+:0*1$/.test(address);
}

function destinationIn(
  theirs: SessionDescription,
  audio: MediaDescription,
): Destination {
  const connection = audio.connection ?? theirs.connection;
  return connection ? destinationOf(connection) : { kind: "refused" };
}

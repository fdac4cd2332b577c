import { decimal } from "../base/text.ts";
import { destinationOf } from "./address.ts";
import { type MediaDescription, valueOf } from "./description.ts";
import type { RtcpFlow } from "./stream.ts";

/** RFC 5761 §5.1.1. */
export const RTCP_MUX = "rtcp-mux";

const HIGHEST_PORT = 65_535;

export interface RtpPlace {
  readonly address: string;
  readonly port: number;
}

export function asksForMux({ attributes }: MediaDescription): boolean {
  return valueOf(attributes, RTCP_MUX) !== null;
}

/** Where RTCP goes to a peer whose RTP is at `rtp`. */
export function rtcpOf(
  media: MediaDescription,
  rtp: RtpPlace,
  mux: boolean,
): RtcpFlow {
  if (mux && asksForMux(media)) return { mux: true, remote: rtp };
  const said = valueOf(media.attributes, "rtcp");
  return { mux: false, remote: said && saidPlace(said, rtp) || next(rtp) };
}

/**
 * RFC 3605 §2.1: a port, and where it differs the address; null for what is no
 * such thing, or leads where no RTP may go either.
 */
function saidPlace(value: string, rtp: RtpPlace): RtpPlace | null {
  const [portText, net, family, literal] = value.trim().split(/ +/);
  const port = decimal(portText, HIGHEST_PORT);
  if (!port) return null;
  if (net === undefined) return { address: rtp.address, port };
  if (net !== "IN" || family !== "IP4" && family !== "IP6") return null;
  const to = destinationOf({ family, address: literal ?? "" });
  if (to.kind !== "address" || isIPv6(to.address) !== isIPv6(rtp.address)) {
    return null;
  }
  return { address: to.address, port };
}

function isIPv6(address: string): boolean {
  return address.includes(":");
}

/** RFC 3550 §11: the port after that of RTP. */
function next({ address, port }: RtpPlace): RtpPlace | null {
  return port < HIGHEST_PORT ? { address, port: port + 1 } : null;
}

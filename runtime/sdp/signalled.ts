import { isIP } from "node:net";
import type { RtpStream } from "./stream.ts";

/** The stream of a peer whose SIP comes from there, if that is an address yet. */
export function signalled(stream: RtpStream, from: string): RtpStream {
  return isIP(from) === 0 ? stream : { ...stream, signalledFrom: from };
}

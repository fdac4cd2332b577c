import type { Milliseconds } from "../base/units.ts";
import type { Secrecy } from "./secrecy.ts";
import type { AudioCodec } from "./stream.ts";

/** What a description of ours says about us. */
export interface LocalAudio {
  /** The IP address that our RTP is received at. */
  readonly address: string;
  readonly rtpPort: number;
  /** Says of an IP address that no RTP is sent there: of a broadcast's. */
  readonly forbids?: (address: string) => boolean;
  /** In order of preference. */
  readonly codecs: readonly AudioCodec[];
  /** Whether RFC 4733 events are offered and accepted. */
  readonly telephoneEvent: boolean;
  /** Whether silence may be described instead of sent (RFC 3389); no if absent. */
  readonly comfortNoise?: boolean;
  /** What is wanted of SRTP; without it all is plain RTP. */
  readonly secrecy?: Secrecy;
  /** How much sound we like in a packet. */
  readonly ptime: Milliseconds;
  /** Numbers of `o=` (RFC 8866 §5.2); the version grows with each change. */
  readonly sessionId: number;
  readonly sessionVersion: number;
  /** `-` where it is absent. */
  readonly username?: string;
}

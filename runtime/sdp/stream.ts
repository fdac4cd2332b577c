import type { Milliseconds } from "../base/units.ts";
import type { EngineCodec } from "../core/engine.ts";
import type { OpusCoding } from "../core/opus/opus.ts";
import type { SrtpKeys } from "../core/srtp.ts";

/** Codecs that the media thread speaks on the wire, by their core names. */
export type AudioCodec = EngineCodec;

/** RFC 3264 §5.1, seen from this end. */
export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** RFC 4733 as it was negotiated. */
export interface StreamEvents {
  /** Payload types of what we send and of what we receive. */
  readonly send: number;
  readonly receive: number;
  /** Of timestamps and durations, in Hz; 8000 unless said. */
  readonly clockRate?: number;
  /** The keys that the peer takes as events; all sixteen unless said. */
  readonly keys?: string;
}

/** Where the stream's RTCP goes, and whether it is received with the RTP. */
export interface RtcpFlow {
  /** RFC 5761: RTP and RTCP share one port, on both sides. */
  readonly mux: boolean;
  /** The peer's; null where RTP has no way either, or no port is behind its. */
  readonly remote: { readonly address: string; readonly port: number } | null;
}

/** One audio stream as an offer and its answer settled it (RFC 3264 §6). */
export interface RtpStream {
  /** Where our RTP goes; null while the peer holds with c=0.0.0.0 or port 0. */
  readonly remote: { readonly address: string; readonly port: number } | null;
  /** The IP address that SIP comes from, where that is known. */
  readonly signalledFrom?: string;
  readonly rtcp: RtcpFlow;
  readonly direction: Direction;
  /** What we send, and the payload type that the peer gave it. */
  readonly codec: AudioCodec;
  readonly sendPayloadType: number;
  /** What we may receive: the payload types that we gave to each codec. */
  readonly receive: readonly {
    readonly payloadType: number;
    readonly codec: AudioCodec;
  }[];
  /** Null where RFC 4733 was not negotiated. */
  readonly telephoneEvent: StreamEvents | null;
  /**
   * RFC 3389: the payload types by which silence is described; absent where that
   * was not negotiated, and silence is sent as sound.
   */
  readonly comfortNoise?: { readonly send: number; readonly receive: number };
  /** How Opus is sent; absent where that is not the codec. */
  readonly opus?: OpusCoding;
  /** RFC 3711: both ways are SRTP; without them both are plain. */
  readonly srtp?: SrtpKeys;
  /** How much sound one packet that we send holds. */
  readonly ptime: Milliseconds;
}

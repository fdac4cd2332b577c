/** Opus (RFC 6716) at 8 kHz, one channel: what the core leaves to its host. */

/** How one stream is coded. */
export interface OpusCoding {
  /** Bits a second, in the mean: what is easy takes fewer. */
  readonly bitrate: number;
  /** Each packet tells the one before it once more, for whom that is lost. */
  readonly fec: boolean;
  /** Where nobody speaks hardly anything is sent. */
  readonly dtx: boolean;
  /** Every packet is as long as the others: what is easy takes no fewer bits. */
  readonly constant: boolean;
}

export interface OpusEncoder {
  /**
   * Codes 10, 20, 40 or 60 ms; gives how many bytes of `into` that takes, and 0
   * where it need not be sent.
   */
  encode(sound: Int16Array, into: Uint8Array): number;
  /** How it codes from the next packet on. */
  set(coding: OpusCoding): void;
  close(): void;
}

export interface OpusDecoder {
  /** Samples that the packet decodes to; null for what is not Opus. */
  decode(packet: Uint8Array): Int16Array | null;
  /**
   * Sound that was lost in front of a packet, so many samples, by what the
   * packet tells of it; valid until the next call.
   */
  recover(packet: Uint8Array, samples: number): Int16Array | null;
  /** Another sender begins. */
  reset(): void;
  close(): void;
}

export interface Opus {
  encoder(coding: OpusCoding): OpusEncoder;
  decoder(): OpusDecoder;
}

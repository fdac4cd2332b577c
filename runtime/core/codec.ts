/**
 * Turns 16-bit sound into bytes and back, each way with a state of its own.
 * Blocks may be of any length: what does not fill a frame waits for the next.
 */
export interface Codec {
  encode(sound: Int16Array): Uint8Array<ArrayBuffer>;
  decode(bytes: Uint8Array): Int16Array<ArrayBuffer>;
  /** Encodes what waits for its frame to fill, padded with silence. */
  flush(): Uint8Array<ArrayBuffer>;
  close(): void;
}

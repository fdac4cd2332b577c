/**
 * What a codec does to whole frames that lie in the core's memory: all that
 * tells one codec from another. Addresses begin where vectors may.
 */
export interface Coding {
  /** Samples of a frame, and the bytes that they become. */
  readonly frameSamples: number;
  readonly frameBytes: number;
  /** What each direction keeps from frame to frame, if anything. */
  readonly state?: {
    readonly bytes: number;
    reset(state: number): void;
  };
  encode(sound: number, bytes: number, frames: number, state: number): void;
  decode(bytes: number, sound: number, frames: number, state: number): void;
}

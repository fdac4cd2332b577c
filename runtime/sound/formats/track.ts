/** The sound in a file as it is stored there, but of one channel. */
export interface Track {
  /** Samples a second. */
  readonly rate: number;
  /**
   * In samples, as far as the file tells before it is read, or its size and bit
   * rate let guess; null: they do not. Where it ends shows only as it is read.
   */
  readonly length: number | null;
  /**
   * The next piece, of which full scale is 1; it is the caller's, and never
   * empty. Null at the end.
   * @throws {BrokenSound}
   */
  read(): Promise<Float32Array | null>;
  /** Gives back all but the file. */
  close(): void;
}

/** What is wrong with a sound file, in a few words without its name. */
export class BrokenSound extends Error {
  override readonly name = "BrokenSound";
}

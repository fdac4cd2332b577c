import type { Codec } from "../core/mod.ts";

/** Makes the bytes of a file of its sound; two channels come in turns. */
export type Encoder = Pick<Codec, "encode" | "flush" | "close">;

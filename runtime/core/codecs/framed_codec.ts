import type { Codec } from "../codec.ts";
import type { Workbench } from "../workbench.ts";
import type { Coding } from "./coding.ts";
import { FrameStream } from "./frame_stream.ts";

/** Any coding as a codec: its frames are cut out of what comes. */
export class FramedCodec implements Codec {
  readonly #encoder: FrameStream;
  readonly #decoder: FrameStream;

  constructor(bench: Workbench, coding: Coding) {
    const { frameBytes, state } = coding;
    const soundBytes = 2 * coding.frameSamples;
    const stateBytes = state?.bytes ?? 0;
    this.#encoder = new FrameStream(bench, {
      frameIn: soundBytes,
      frameOut: frameBytes,
      stateBytes,
      convert: coding.encode,
    });
    this.#decoder = new FrameStream(bench, {
      frameIn: frameBytes,
      frameOut: soundBytes,
      stateBytes,
      convert: coding.decode,
    });
    state?.reset(this.#encoder.state);
    state?.reset(this.#decoder.state);
  }

  encode(sound: Int16Array): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = sound;
    return this.#encoder.push(new Uint8Array(buffer, byteOffset, byteLength));
  }

  decode(bytes: Uint8Array): Int16Array<ArrayBuffer> {
    return new Int16Array(this.#decoder.push(bytes).buffer);
  }

  flush(): Uint8Array<ArrayBuffer> {
    return this.#encoder.flush();
  }

  close(): void {
    this.#encoder.close();
    this.#decoder.close();
  }
}

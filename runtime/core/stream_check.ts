import type { EngineCodec, EngineStream } from "./engine.ts";

/** Opus has frames of 10, 20, 40 and 60 ms (RFC 6716 §2.1.4). */
const OPUS_SAMPLES: readonly number[] = [80, 160, 320, 480];

function fills(codec: EngineCodec, samples: number): boolean {
  if (codec === "opus") return OPUS_SAMPLES.includes(samples);
  const least = codec === "gsm" ? 160 : 80;
  return samples >= least && samples <= 480 && samples % least === 0;
}

/** @throws {TypeError} for packets, or payload types, that cannot be */
export function checkStream(stream: EngineStream): void {
  const samples = stream.packetSamples;
  if (!fills(stream.codec, samples)) {
    throw new TypeError(`No packets of ${samples} samples`);
  }
  const types = [
    stream.sendPayloadType,
    stream.telephoneEvent?.send ?? 0,
    stream.comfortNoise?.send ?? 0,
  ];
  if (types.some((type) => !(type >= 0 && type < 128))) {
    throw new TypeError(`${types} are not payload types`);
  }
}

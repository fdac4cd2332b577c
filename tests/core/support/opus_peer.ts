import {
  type Core,
  type EngineStream,
  type OpusCoding,
} from "../../../runtime/core/mod.ts";
import { loadOpus } from "../../../runtime/core/opus/load.ts";
import { Line, NO_EVENTS } from "./line.ts";

const MODULE = new URL(
  "../../../node_modules/@evan/opus/wasm/simd.wasm",
  import.meta.url,
);
export const opus = await loadOpus(await Deno.readFile(MODULE));

export const CODING: OpusCoding = {
  bitrate: 32_000,
  fec: true,
  dtx: false,
  constant: false,
};
export const OPUS_TYPE = 111;
/** Timestamps of 48 kHz in a sample of 8 kHz. */
export const WIDE = 6;

/** Opus both ways, without events. */
export function opusStream(change: Partial<EngineStream> = {}): EngineStream {
  return {
    ...NO_EVENTS,
    codec: "opus",
    sendPayloadType: OPUS_TYPE,
    receive: [{ payloadType: OPUS_TYPE, codec: "opus" }],
    opus: CODING,
    ...change,
  };
}

/** A line of an engine that has Opus; it records what its port hears. */
export function opusLine(core: Core, stream = opusStream()): Line {
  const line = new Line(
    core,
    stream,
    core.engine({ ports: 1, mixes: 1, opus }),
  );
  line.engine.startRecorder(0);
  return line;
}

/** Sound as Opus, a payload for each `samples`. */
export function coded(
  sound: Int16Array,
  samples = 160,
  coding = CODING,
): Uint8Array[] {
  const encoder = opus.encoder(coding);
  const payloads: Uint8Array[] = [];
  const into = new Uint8Array(960);
  for (let at = 0; at + samples <= sound.length; at += samples) {
    const octets = encoder.encode(sound.subarray(at, at + samples), into);
    payloads.push(into.slice(0, octets));
  }
  encoder.close();
  return payloads;
}

/** What payloads of a row decode to when none is lost. */
export function decoded(payloads: readonly Uint8Array[]): Int16Array {
  const decoder = opus.decoder();
  const sound = payloads.flatMap((one) => [...decoder.decode(one) ?? []]);
  decoder.close();
  return Int16Array.from(sound);
}

/** The peer's packets with these payloads, `samples` in each. */
export function packetsOf(
  line: Line,
  payloads: readonly Uint8Array[],
  samples = 160,
): Uint8Array[] {
  return payloads.map((payload) => {
    const packet = line.rtp({ payloadType: OPUS_TYPE, payload });
    line.timestamp += WIDE * samples;
    return packet;
  });
}

/** One packet of several, whose frames are of one length (RFC 6716 §3.2.5). */
export function joined(payloads: readonly Uint8Array[]): Uint8Array {
  const [toc] = payloads[0];
  const frames = payloads.map((one) => one.subarray(1));
  const lengths = frames.slice(0, -1).flatMap(({ length }) =>
    length < 252
      ? [length]
      : [252 + length % 4, (length - 252 - length % 4) / 4]
  );
  const head = [toc | 3, 0x80 | frames.length, ...lengths];
  return Uint8Array.from([...head, ...frames.flatMap((one) => [...one])]);
}

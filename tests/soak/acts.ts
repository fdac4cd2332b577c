import type { Engine, EngineStream, MixPart } from "../../runtime/core/mod.ts";

/** What belongs to a call, as its application knows it. */
export interface Leg {
  readonly port: number;
  /** The mix that it may be in. */
  readonly mix: number;
  readonly stream: EngineStream;
}

/** Less than an RTP header. */
const SHORT = new Uint8Array(11);
const QUIET: MixPart = { gain: 0.25, listenGain: 0.25 };
const ON_HOLD = { sending: false, receiving: false };

/** What may be done to a call at any time, by name. */
export const ACTS: Readonly<
  Record<string, (engine: Engine, leg: Leg) => void>
> = {
  hold: (engine, { port, stream }) =>
    engine.setStream(port, { ...stream, ...ON_HOLD }),
  retrieve: (engine, { port, stream }) => engine.setStream(port, stream),
  "send another codec": (engine, { port, stream }) => {
    const { codec, payloadType } = stream.receive[0];
    engine.setStream(port, { ...stream, codec, sendPayloadType: payloadType });
  },
  "leave a mix": (engine, { port }) => engine.leaveMix(port),
  "join softly": (engine, { port, mix }) => engine.joinMix(mix, port, QUIET),
  "clear a player": (engine, { port }) => engine.clearPlayer(port),
  "stop a recorder": (engine, { port }) => engine.stopRecorder(port),
  "stop keys": (engine, { port }) => engine.stopKeys(port),
  "send a short packet": (engine, { port }) => void engine.receive(port, SHORT),
};

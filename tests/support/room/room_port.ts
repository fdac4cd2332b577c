import type { Codec, Core, DtmfDetector } from "../../../runtime/core/mod.ts";
import type {
  MediaPort,
  PortListener,
  Stop,
} from "../../../runtime/media/media.ts";
import type { PortStatistics } from "../../../runtime/media/statistics.ts";
import { NO_STATISTICS } from "../../../runtime/media/no_statistics.ts";
import type { DatagramSocket } from "../../../runtime/net/datagram.ts";
import { clockRateOf } from "../../../runtime/sdp/codec.ts";
import type { AudioCodec, RtpStream } from "../../../runtime/sdp/stream.ts";
import { readEvent, readRtp, rtp } from "../../core/support/rtp.ts";
import type { Ear } from "./ear.ts";
import { Mouth } from "./mouth.ts";
import { opusCodec } from "./opus_codec.ts";
import { toneOf } from "./tones.ts";

const FRAME = 160;
const FRAME_MS = 20;
const CLOCK_RATE = 8000;
/** RFC 5761 §4: no payload type of RTP, but a packet type of RTCP. */
const RTCP = [64, 95] as const;

/** What a port is made of. */
export interface RoomPortParts {
  readonly core: Core;
  readonly tone: number;
  readonly ear: Ear;
  readonly listener: PortListener;
  /** Opens the socket; what it hears goes to `receive`. */
  readonly bind: (receive: (bytes: Uint8Array) => void) => DatagramSocket;
  readonly closed: () => void;
}

/**
 * One call's sound at a telephone of a room: it speaks its tone as long as the
 * call lasts, and hears with an ear. Written apart from the node's own media;
 * of the core it uses the codecs, the detector and the sound of keys.
 */
export class RoomPort implements MediaPort {
  readonly id = 0;
  readonly ear: Ear;
  readonly mouth: Mouth;
  readonly #parts: RoomPortParts;
  readonly #socket: DatagramSocket;
  readonly #codecs = new Map<AudioCodec, Codec>();
  readonly #detector: DtmfDetector;
  readonly #ssrc = crypto.getRandomValues(new Uint32Array(1))[0];
  #stream: RtpStream | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #began = 0;
  #sent = 0;
  #lastKeyAt = -1;

  constructor(parts: RoomPortParts) {
    this.#parts = parts;
    this.ear = parts.ear;
    this.mouth = new Mouth(toneOf(parts.tone));
    this.#detector = parts.core.dtmfDetector();
    this.#socket = parts.bind((bytes) => this.#receive(bytes));
  }

  get rtpPort(): number {
    return this.#socket.local.port;
  }

  setStream(stream: RtpStream): void {
    this.#stream = stream;
    if (this.#timer !== null) return;
    this.#began = performance.now();
    this.#timer = setInterval(() => this.#speak(), FRAME_MS);
  }

  sendKeys(keys: string, ended: () => void): Stop {
    const { mouth } = this;
    if (this.#stream?.telephoneEvent) mouth.pressAsEvents(keys, ended);
    else mouth.pressAsTones(keys, this.#parts.core, ended);
    return () => {};
  }

  play(): Stop {
    throw new TypeError("A telephone of a room says its tone alone");
  }

  sayTone(): Stop {
    throw new TypeError("A telephone of a room says its tone alone");
  }

  record(): Stop {
    throw new TypeError("What a telephone of a room hears is in its ear");
  }

  guard(): void {}

  statistics(): Promise<PortStatistics> {
    return Promise.resolve(NO_STATISTICS);
  }

  close(): Promise<PortStatistics> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#socket.close();
    this.#detector.close();
    for (const codec of this.#codecs.values()) codec.close();
    this.#parts.closed();
    return this.statistics();
  }

  /** Sends what is due: all that a late timer has missed. */
  #speak(): void {
    const due = (performance.now() - this.#began) / FRAME_MS;
    while (this.#sent < due) this.#packet(this.#sent++);
  }

  #packet(sequence: number): void {
    const stream = this.#stream;
    const said = this.mouth.next();
    if (!stream?.remote || !stream.direction.startsWith("send")) return;
    const isKey = "event" in said;
    const packet = rtp({
      payloadType: isKey
        ? stream.telephoneEvent?.send ?? stream.sendPayloadType
        : stream.sendPayloadType,
      sequence,
      timestamp: (sequence - (isKey ? said.frame : 0)) * FRAME *
        clockRateOf(stream.codec) / CLOCK_RATE,
      ssrc: this.#ssrc,
      marker: isKey ? said.frame === 0 : sequence === 0,
      payload: isKey
        ? said.event
        : this.#codec(stream.codec).encode(said.sound),
    });
    this.#socket.send(packet, stream.remote);
  }

  #receive(bytes: Uint8Array): void {
    const { payloadType, timestamp, payload } = readRtp(bytes);
    if (payloadType >= RTCP[0] && payloadType <= RTCP[1]) return;
    if (payloadType === this.#stream?.telephoneEvent?.receive) {
      if (timestamp === this.#lastKeyAt) return;
      this.#lastKeyAt = timestamp;
      return this.#parts.listener.key(readEvent(payload).key, "event");
    }
    const known = this.#stream?.receive
      .find((one) => one.payloadType === payloadType);
    if (known) this.#hear(this.#codec(known.codec).decode(payload));
  }

  #hear(sound: Int16Array): void {
    this.ear.take(sound);
    for (const { key } of this.#detector.detect(sound)) {
      this.#parts.listener.key(key, "tone");
    }
  }

  #codec(name: AudioCodec): Codec {
    const known = this.#codecs.get(name);
    if (known) return known;
    const codec = name === "opus" ? opusCodec() : this.#parts.core.codec(name);
    this.#codecs.set(name, codec);
    return codec;
  }
}

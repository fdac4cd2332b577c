import type { CallProgressOptions, CallProgressTone } from "./call_progress.ts";
import type { MixPart } from "./gain.ts";
import type { Levels } from "./level_meter.ts";
import type { OpusCoding } from "./opus/opus.ts";
import type { SrtpKeys } from "./srtp.ts";

/**
 * The engine: a sound card with N ports (docs/ARCHITECTURE.md). The same input
 * gives the same output; it has no clock, no chance and no sockets of its own.
 */
export type EngineCodec = CoreCodec | "opus";
/** Those that it codes itself; the host has the others (`opus/opus.ts`). */
export type CoreCodec = "pcmu" | "pcma" | "gsm" | "dvi4";

/** What a port sends and expects; payload types are RFC 3551 §3 numbers. */
export interface EngineStream {
  readonly codec: EngineCodec;
  readonly sendPayloadType: number;
  readonly receive: readonly { payloadType: number; codec: EngineCodec }[];
  /** RFC 4733; its clock runs at 8000 Hz or a multiple of that (8000). */
  readonly telephoneEvent:
    | { send: number; receive: number; clockRate?: number }
    | null;
  /**
   * RFC 3389: what is sent instead of silence, and what describes the peer's.
   * Without it silence is sent as sound, and no such packet is taken.
   */
  readonly comfortNoise?: { send: number; receive: number } | null;
  /**
   * Samples in one packet that is sent: 80, 160, 240, ... up to 480; of GSM
   * whole frames of 160, of Opus 80, 160, 320 or 480.
   */
  readonly packetSamples: number;
  /** How Opus is sent; of no meaning to other codecs. */
  readonly opus?: OpusCoding;
  readonly sending: boolean;
  readonly receiving: boolean;
  /**
   * Makes both ways SRTP: what is not by the peer's key, or comes again, is
   * refused. Without them both are plain.
   */
  readonly srtp?: SrtpKeys | null;
}

/**
 * Ports tick in this many groups, so that not all packets leave at one instant.
 * Also in `assembly/phase.ts`.
 */
export const PHASES = 4;

/** What `tick()` noticed; read after it with `eachEvent`. */
export type EngineEvent =
  | {
    type: "key";
    port: number;
    key: string;
    source: "tone" | "event";
    /** Of a tone: when it began, in samples since the port was opened. */
    start?: number;
  }
  /** The tone of a key is over; it was so many samples long. */
  | {
    type: "keyEnded";
    port: number;
    key: string;
    start: number;
    length: number;
  }
  /** The player, told by `endPlayer` that no more comes, has run dry. */
  | { type: "played"; port: number }
  /** All keys given to `sendKeys` are out, their pauses included. */
  | { type: "keysSent"; port: number }
  /** The same as `played`, for a mix's own player. */
  | { type: "mixPlayed"; mix: number };

/**
 * What a mix's recorder takes: all that sounds in it, or two channels. A channel
 * has the voice of its port as the others hear it, and the mix's player; null is
 * a port that is gone, or goes: who is given its number then is somebody else.
 * Where there is no `right`, that has everybody but `left`.
 */
export type MixChannels =
  | { channels: 1 }
  | { channels: 2; left: number | null; right?: number | null };

/** Since `openPort`; what is counted in samples is so at 8 kHz. */
export interface EngineStatistics {
  packetsReceived: number;
  packetsSent: number;
  /** Never came, as far as the sequence numbers say (RFC 3550 A.3). */
  packetsLost: number;
  /** Came after their time; what could be waited for was played all the same. */
  packetsLate: number;
  packetsReordered: number;
  packetsRefused: number;
  packetsDuplicated: number;
  /** Interarrival jitter of RFC 3550 §6.4.1; arrival is known to 20 ms. */
  jitterSamples: number;
  /** Made up for sound that was lost or late. */
  concealedSamples: number;
  /** Taken out of the sound, and put into it, to change the delay. */
  discardedSamples: number;
  insertedSamples: number;
  /** How long sound waits that comes on time (RFC 3611 §4.7.7, nominal). */
  delaySamples: number;
  /** What packets have waited in the mean until they were due. */
  meanDelaySamples: number;
  /** Octets of payload, without headers and padding; run over at 2^32. */
  octetsSent: number;
  octetsReceived: number;
  /** Ours; it changes where our RTP clock does (RFC 7160 §4.1). */
  ssrc: number;
  /** What this SSRC has sent. */
  packetsOfSsrc: number;
  octetsOfSsrc: number;
  /**
   * Where what was said in the last tick begins, on our RTP clock: of 8 kHz, and
   * of 48 kHz where Opus is sent.
   */
  rtpTimestamp: number;
  /** Who sends to us now; null while nothing has come. */
  remoteSsrc: number | null;
  /** The highest number that came from there, extended by cycles of 2^16. */
  highestSequence: number;
  /** What was sent from there since it began, by its numbers (RFC 3550 A.3). */
  packetsExpected: number;
  /** Of that, what has not come; duplicates count against it, even below 0. */
  packetsMissing: number;
}

export interface Engine {
  readonly ports: number;
  readonly mixes: number;
  /** All the memory it takes; it stays the same as long as the engine lives. */
  readonly memoryBytes: number;

  /**
   * `seed` gives SSRC and the first sequence number and timestamp (RFC 3550
   * §5.1); the port ticks in `phase`, 0 to 3.
   */
  openPort(
    port: number,
    seed: { ssrc: number; sequence: number; timestamp: number },
    phase?: number,
  ): void;
  /**
   * Lets an open port tick in another phase from now on; its voice fades out of
   * its mix. Who moves it sees to it that it does not tick twice in 20 ms.
   */
  movePort(port: number, phase: number): void;
  /** Sends and tells no more; its voice fades out of its mix within 16 ms. */
  closePort(port: number): void;
  setStream(port: number, stream: EngineStream): void;

  /**
   * Memory of the core for the packet that is received next, as long as any may
   * be: what `receive` finds there it does not copy. Any other call may change
   * what lies there.
   */
  readonly packetBuffer: Uint8Array<ArrayBuffer>;
  /** Takes one RTP packet; false when it was refused (and counted). */
  receive(port: number, packet: Uint8Array): boolean;
  /**
   * Whether a packet is SRTP by the peer's key that has not come yet; nothing
   * is taken, or counted, by that.
   */
  isAuthentic(port: number, packet: Uint8Array): boolean;
  /** Makes SRTCP of RTCP; the bytes are valid until the next call. */
  protectControl(port: number, packet: Uint8Array): Uint8Array;
  /** Makes RTCP of SRTCP where it lies; null for what is not the peer's. */
  openControl(port: number, packet: Uint8Array): Uint8Array | null;
  /** Moves 20 ms through every open port of a phase, and the mixes they are in. */
  tick(phase?: number): void;
  /** The packets that the last tick made; the bytes are valid until the next. */
  eachPacket(send: (port: number, packet: Uint8Array) => void): void;
  eachEvent(visit: (event: EngineEvent) => void): void;

  /** Free room of a port's player, in samples. */
  playerRoom(port: number): number;
  /** Adds sound behind what waits already; gives how much of it was taken. */
  feedPlayer(port: number, samples: Int16Array): number;
  /** No more comes: `played` follows once the player has run dry. */
  endPlayer(port: number): void;
  /** Throws away all but the next 3 ms, an end; no `played` follows. */
  clearPlayer(port: number): void;

  startRecorder(port: number): void;
  /** Stops; what was heard so far can still be read. */
  stopRecorder(port: number): void;
  /** Moves recorded sound out; gives how many samples. */
  readRecorder(port: number, into: Int16Array): number;

  /**
   * Says a tone until it is stopped, in the player's and the mix's place.
   *
   * @throws {RangeError} when there is no such tone or plan, or such a level
   */
  startTone(
    port: number,
    tone: CallProgressTone,
    options?: CallProgressOptions,
  ): void;
  /** The tone ends within 3 ms, without a click. */
  stopTone(port: number): void;

  /**
   * Sends keys by RFC 4733 where negotiated, as tones otherwise; ≤ 64 wait. A
   * key may take 60 s; behind keys that are still sent others go as those do.
   */
  sendKeys(
    port: number,
    keys: string,
    timing: { toneSamples: number; gapSamples: number; asTones?: boolean },
  ): void;
  /** Ends a tone within 3 ms, an event as RFC 4733 has it; no `keysSent`. */
  stopKeys(port: number): void;

  /** Makes a mix in which nobody is and nothing sounds, for ports of a phase. */
  openMix(mix: number, phase?: number): void;
  /** All leave it and it falls silent; what it recorded can still be read. */
  closeMix(mix: number): void;
  /**
   * A port is in at most one mix; joining again changes flags and gains. All
   * changes, and leaving too, are walks of 16 ms that make no click; so it is
   * kinder to let a port leave a tick before it is closed.
   *
   * @throws {TypeError} when the port is of another phase than the mix
   */
  joinMix(mix: number, port: number, part: MixPart): void;
  leaveMix(port: number): void;

  /** A mix's own player, heard by all who listen there; as a port's player. */
  mixPlayerRoom(mix: number): number;
  feedMixPlayer(mix: number, samples: Int16Array): number;
  endMixPlayer(mix: number): void;
  clearMixPlayer(mix: number): void;

  /** Takes the place of what this mix recorded before. */
  startMixRecorder(mix: number, what: MixChannels): void;
  stopMixRecorder(mix: number): void;
  /**
   * Moves recorded sound out, of two channels left and right in turns (whole
   * pairs); gives how many samples. Each channel holds 512 ms.
   */
  readMixRecorder(mix: number, into: Int16Array): number;

  statistics(port: number): EngineStatistics;
  /** How loud what the port hears is, and whether somebody speaks there. */
  levels(port: number): Levels;
}

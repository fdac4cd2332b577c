import type { CoreExports } from "../exports.ts";
import type { Opus, OpusCoding, OpusDecoder, OpusEncoder } from "./opus.ts";
import { redundancyOf } from "./packet.ts";

/** Where the fields of `Coded` stand in words (`assembly/rtp/coded.ts`). */
const FIELDS = 8;
/** 20 ms that the next tick plays, and 10 more that it may be moved by. */
const DUE = 240;
/** RTP's header, in front of what is coded. */
const HEADER = 12;
/** What 60 ms may take: more than any bit rate of speech. */
const MOST_BYTES = 960;

/** So far packets are told apart (`assembly/rtp/source.ts`): beyond, all is new. */
const WINDOW = 64;

/** The memory of the core as a line of it sees it. */
export interface LineMemory {
  readonly core: CoreExports;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly words: Int32Array<ArrayBuffer>;
  readonly samples: Int16Array<ArrayBuffer>;
  /** A place for a packet's sound. */
  readonly exchange: number;
}

/** A packet that waits to be decoded. */
interface Coded {
  readonly packet: Uint8Array;
  readonly sequence: number;
  readonly ssrc: number;
  readonly left: number;
  readonly gap: number;
  readonly follows: boolean;
}

/**
 * What codes and decodes at one port that speaks Opus, or may be spoken to so:
 * neither is there before it is needed.
 */
export class OpusLine {
  readonly #memory: LineMemory;
  readonly #port: number;
  readonly #opus: Opus;
  #encoder: OpusEncoder | null = null;
  #decoder: OpusDecoder | null = null;
  /** Whom it decodes; nobody before the first packet. */
  #ssrc = NaN;
  /** The number behind the packet that was decoded last. */
  #next = 0;

  constructor(memory: LineMemory, port: number, opus: Opus) {
    this.#memory = memory;
    this.#port = port;
    this.#opus = opus;
  }

  /** How Opus is sent from now on; null: it is not. */
  set(coding: OpusCoding | null): void {
    if (coding && this.#encoder) return this.#encoder.set(coding);
    this.#encoder?.close();
    this.#encoder = coding && this.#opus.encoder(coding);
  }

  /** Decodes what the next tick may play. */
  decode(): void {
    const { core } = this.#memory;
    for (let at = core.nextCoded(this.#port); at !== 0;) {
      if (!this.#take(this.#coded(at))) return;
      at = core.nextCoded(this.#port);
    }
  }

  /**
   * Codes the sound that a packet of the core has; gives how many octets it has
   * then, 0 where it need not be sent.
   */
  encode(at: number, octets: number): number {
    if (!this.#encoder) return 0;
    const { core, samples, bytes } = this.#memory;
    const from = at + HEADER;
    const sound = samples.subarray(from / 2, (at + octets) / 2);
    const into = bytes.subarray(
      from,
      from + Math.min(sound.length * 2, MOST_BYTES),
    );
    const length = this.#encoder.encode(sound, into);
    if (length > 0) return core.seal(this.#port, at, length, 1);
    core.leaveOut(this.#port);
    return 0;
  }

  close(): void {
    this.#encoder?.close();
    this.#decoder?.close();
  }

  /** False where it is too early to say whether what it follows is lost. */
  #take(coded: Coded): boolean {
    const decoder = this.#decoderFor(coded);
    const step = this.#stepTo(coded);
    if (step < 0) return this.#put(coded, null);
    if (step > 0 && !coded.follows) {
      const told = redundancyOf(coded.packet);
      if (coded.left - told >= DUE) return false;
      if (told > 0 && coded.gap > 0) this.#recover(decoder, coded, told);
    }
    this.#next = coded.sequence + 1 & 0xffff;
    return this.#put(coded, decoder.decode(coded.packet));
  }

  /** Of another sender, or one that was away for long, it knows nothing. */
  #decoderFor(coded: Coded): OpusDecoder {
    const decoder = this.#decoder ??= this.#opus.decoder();
    const goesOn = Math.abs(this.#stepTo(coded)) < WINDOW;
    if (coded.ssrc === this.#ssrc && goesOn) return decoder;
    this.#ssrc = coded.ssrc;
    this.#next = coded.sequence;
    decoder.reset();
    return decoder;
  }

  /** Packets from what should come next to this one; below 0 it is too late. */
  #stepTo({ sequence }: Coded): number {
    return sequence - this.#next << 16 >> 16;
  }

  /** Sound takes the place of what was coded, or nothing does. */
  #put({ sequence }: Coded, sound: Int16Array | null): true {
    const { core } = this.#memory;
    const at = sound ? this.#lay(sound) : 0;
    core.putDecoded(this.#port, sequence, at, sound?.length ?? 0);
    return true;
  }

  /** Of what the packet tells the end counts: before it may stand other sound. */
  #recover(decoder: OpusDecoder, coded: Coded, told: number): void {
    const sound = decoder.recover(coded.packet, told)?.slice(-coded.gap);
    if (!sound) return;
    const { core } = this.#memory;
    const at = this.#lay(sound);
    core.putRecovered(this.#port, coded.sequence, at, sound.length);
  }

  #lay(sound: Int16Array): number {
    const { samples, exchange } = this.#memory;
    samples.set(sound, exchange / 2);
    return exchange;
  }

  #coded(at: number): Coded {
    const { words, bytes } = this.#memory;
    const [payload, length, sequence, ssrc, , left, gap, follows] = words
      .subarray(at / 4, at / 4 + FIELDS);
    return {
      packet: bytes.slice(payload, payload + length),
      sequence,
      ssrc,
      left,
      gap,
      follows: (follows & 1) !== 0,
    };
  }
}

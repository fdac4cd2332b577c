/** What a module of libopus exports; addresses are offsets into `memory`. */
export interface LibopusExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(bytes: number): number;
  free(at: number): void;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(
    encoder: number,
    rate: number,
    channels: number,
    application: number,
  ): number;
  opus_encoder_ctl_set(encoder: number, request: number, value: number): number;
  opus_encode(
    encoder: number,
    sound: number,
    samples: number,
    packet: number,
    most: number,
  ): number;
  opus_decoder_get_size(channels: number): number;
  opus_decoder_init(decoder: number, rate: number, channels: number): number;
  opus_decode(
    decoder: number,
    packet: number,
    bytes: number,
    sound: number,
    samples: number,
    fec: number,
  ): number;
}

/** 120 ms at 8 kHz, the longest that a packet may be (RFC 6716 §3.2.5). */
const MOST_SAMPLES = 960;
/** The longest that comes in a datagram of Ethernet. */
const MOST_BYTES = 1500;

/** One instance of libopus, and the place where packets and sound cross. */
export class Libopus {
  readonly packet: number;
  readonly sound: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #samples: Int16Array<ArrayBuffer>;

  constructor(readonly exports: LibopusExports) {
    exports._initialize();
    this.packet = exports.malloc(MOST_BYTES);
    this.sound = exports.malloc(MOST_SAMPLES * Int16Array.BYTES_PER_ELEMENT);
    [this.#bytes, this.#samples] = this.#views();
  }

  /**
   * A piece of its memory.
   *
   * @throws {RangeError} when there is none left
   */
  take(bytes: number): number {
    const at = this.exports.malloc(bytes);
    if (at === 0) throw new RangeError("No memory for Opus");
    if (this.#bytes.length === 0) [this.#bytes, this.#samples] = this.#views();
    return at;
  }

  /** Lays a packet at `packet`; false when there is no room for it. */
  layPacket(packet: Uint8Array): boolean {
    if (packet.length > MOST_BYTES) return false;
    this.#bytes.set(packet, this.packet);
    return true;
  }

  laySound(sound: Int16Array): void {
    this.#samples.set(sound, this.sound / 2);
  }

  /** Moves out what was coded. */
  readPacket(bytes: number, into: Uint8Array): void {
    into.set(this.#bytes.subarray(this.packet, this.packet + bytes));
  }

  /** What was decoded, valid until the next call. */
  readSound(samples: number): Int16Array {
    const first = this.sound / 2;
    return this.#samples.subarray(first, first + samples);
  }

  /** Growing memory takes the views of it away. */
  #views(): [Uint8Array<ArrayBuffer>, Int16Array<ArrayBuffer>] {
    const memory = this.exports.memory.buffer as ArrayBuffer;
    return [new Uint8Array(memory), new Int16Array(memory)];
  }
}

import type { OpusDecoder } from "opus-decoder";
import { textOf } from "../../base/bytes.ts";
import type { ByteStream } from "./byte_stream.ts";
import { LONGEST_PAGE, parseOggPage } from "./ogg_page.ts";
import { type OggPacket, OggPackets } from "./ogg_packets.ts";
import { opusSamples } from "./opus_packet.ts";
import { BrokenSound, type Track } from "./track.ts";

const HEAD = "OpusHead";
const HEAD_BYTES = 19;
/** Positions and delays are counted so, whatever was recorded (RFC 7845 §4). */
const RATE = 48_000;
/** A quarter of a second is decoded at once. */
const PIECE = RATE / 4;

/** RFC 7845 §5.1 */
interface OpusHead {
  /** Samples at 48 kHz before the sound. */
  readonly preSkip: number;
  /** A factor. */
  readonly gain: number;
}

/** @throws {BrokenSound} */
export async function openOpus(stream: ByteStream): Promise<Track> {
  const isWanted = (packet: Uint8Array) => wordIn(packet) === HEAD;
  const packets = new OggPackets(stream, isWanted);
  const first = await packets.next();
  if (first === null) throw new BrokenSound("Ogg without Opus in it");
  const head = parseHead(first.bytes);
  const end = await lastPosition(stream, packets.serial);
  // Where the head's pages are all there is their 0 says nothing.
  const length = end ? Math.max(0, end - head.preSkip) : null;
  return new OpusTrack(packets, await openLibopus(), head, length);
}

/** A decoder to be freed; the first one takes tens of milliseconds. */
export async function openLibopus(): Promise<OpusDecoder> {
  const { OpusDecoder } = await import("opus-decoder");
  // Two channels are decoded as one: the decoder mixes before it synthesizes.
  const decoder = new OpusDecoder({ channels: 1 });
  await decoder.ready;
  return decoder;
}

class OpusTrack implements Track {
  readonly rate = RATE;
  readonly length: number | null;
  readonly #packets: OggPackets;
  readonly #decoder: OpusDecoder;
  #head: OpusHead;
  /** Samples before the sound that are still to come. */
  #skip: number;
  /** Samples of this stream that were decoded. */
  #decoded = 0;
  /** What its positions count from, once one is known. */
  #origin: number | null = null;

  constructor(
    packets: OggPackets,
    decoder: OpusDecoder,
    head: OpusHead,
    length: number | null,
  ) {
    this.#packets = packets;
    this.#decoder = decoder;
    this.#head = head;
    this.#skip = head.preSkip;
    this.length = length;
  }

  async read(): Promise<Float32Array | null> {
    const piece = new Float32Array(PIECE + RATE);
    let length = 0;
    while (length < PIECE) {
      const packet = await this.#packets.next();
      if (packet === null) break;
      const sound = await this.#soundOf(packet);
      piece.set(sound, length);
      length += sound.length;
    }
    return length > 0 ? piece.subarray(0, length) : null;
  }

  close(): void {
    this.#decoder.free();
  }

  async #soundOf(packet: OggPacket): Promise<Float32Array> {
    const word = wordIn(packet.bytes);
    if (word === HEAD) await this.#begin(parseHead(packet.bytes));
    if (word === HEAD || word === "OpusTags") return new Float32Array();
    const sound = this.#decode(packet.bytes);
    this.#decoded += sound.length;
    const kept = sound.subarray(0, sound.length - this.#excess(packet));
    const skipped = Math.min(this.#skip, kept.length);
    this.#skip -= skipped;
    const { gain } = this.#head;
    return kept.subarray(skipped).map((level) => level * gain);
  }

  /** Another stream, chained behind the one before. */
  async #begin(head: OpusHead): Promise<void> {
    await this.#decoder.reset();
    this.#head = head;
    this.#skip = head.preSkip;
    this.#decoded = 0;
    this.#origin = null;
  }

  #decode(packet: Uint8Array): Float32Array {
    if (opusSamples(packet) === null) {
      throw new BrokenSound("damaged Opus: a packet");
    }
    return this.#decoder.decodeFrame(packet).channelData[0];
  }

  /** Samples of the last packet that are behind the sound (RFC 7845 §4.4). */
  #excess({ position, isLast }: OggPacket): number {
    if (position === null || position < 0) return 0;
    this.#origin ??= isLast ? 0 : Math.max(0, position - this.#decoded);
    const excess = this.#decoded + this.#origin - position;
    return isLast ? Math.max(0, excess) : 0;
  }
}

function wordIn(packet: Uint8Array): string {
  return textOf(packet.subarray(0, 8));
}

/** @throws {BrokenSound} */
function parseHead(packet: Uint8Array): OpusHead {
  if (packet.length < HEAD_BYTES) throw new BrokenSound("a broken Opus head");
  const view = new DataView(packet.buffer, packet.byteOffset);
  const [version, channels] = [packet[8], packet[9]];
  if (version >> 4 !== 0) throw new BrokenSound(`Opus of version ${version}`);
  if (channels !== 1 && channels !== 2) {
    throw new BrokenSound(`${channels} channels; 1 or 2 are allowed`);
  }
  return {
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / 256 / 20),
  };
}

/** What the last page of a stream says, if the file ends with it; else null. */
async function lastPosition(
  stream: ByteStream,
  serial: number | null,
): Promise<number | null> {
  const { at } = stream;
  await stream.goTo(Math.max(at, stream.size - LONGEST_PAGE));
  await stream.need(LONGEST_PAGE);
  const { ahead } = stream;
  let last: number | null = null;
  for (let from = 0; from < ahead.length; from++) {
    from = ahead.indexOf("O".charCodeAt(0), from);
    if (from < 0) break;
    const page = parseOggPage(ahead.subarray(from));
    if (typeof page !== "object" || page.position < 0) continue;
    last = page.serial === serial ? page.position : null;
    from += page.bytes - 1;
  }
  await stream.goTo(at);
  return last;
}

import { concat } from "../../base/bytes.ts";
import type { ByteStream } from "./byte_stream.ts";
import { LONGEST_PAGE, type OggPage, parseOggPage } from "./ogg_page.ts";
import { BrokenSound } from "./track.ts";

/** A packet of a stream in an Ogg file (RFC 3533). */
export interface OggPacket {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The first of its stream. */
  readonly isFirst: boolean;
  /** The last of its stream. */
  readonly isLast: boolean;
  /** What its page says of the place behind it; null where others follow there. */
  readonly position: number | null;
}

/** What a lacing value says of a packet that goes on. */
const GOES_ON = 255;
/** Larger ones hold no sound (RFC 7845 §6); of them only so much is kept. */
const MOST_KEPT = 61_440;

/** The packets of a stream in an Ogg file, and of those chained behind it. */
export class OggPackets {
  readonly #stream: ByteStream;
  readonly #isWanted: (firstPacket: Uint8Array) => boolean;
  #serial: number | null = null;
  #sequence = 0;
  #waiting: OggPacket[] = [];
  /** What is there of a packet that goes on; null: its beginning is missing. */
  #begun: Uint8Array[] | null = null;

  /** @param isWanted tells whose stream it is by its first packet */
  constructor(
    stream: ByteStream,
    isWanted: (firstPacket: Uint8Array) => boolean,
  ) {
    this.#stream = stream;
    this.#isWanted = isWanted;
  }

  /** Of the stream that is read. */
  get serial(): number | null {
    return this.#serial;
  }

  /**
   * Null at the end; a page that the end of the file cuts off is passed over.
   * @throws {BrokenSound}
   */
  async next(): Promise<OggPacket | null> {
    while (this.#waiting.length === 0) {
      const page = await this.#page();
      if (page === null) return null;
      if (this.#isOurs(page)) this.#waiting = this.#packetsOf(page);
      this.#stream.drop(page.bytes);
    }
    return this.#waiting.shift() ?? null;
  }

  async #page(): Promise<OggPage | null> {
    await this.#stream.need(LONGEST_PAGE);
    const { ahead, at } = this.#stream;
    const page = ahead.length === 0 ? "short" : parseOggPage(ahead);
    if (page === "short") return null;
    if (typeof page === "object") return page;
    const what = page === "none" ? "no page" : "a broken page";
    throw new BrokenSound(`damaged Ogg: ${what} at byte ${at}`);
  }

  /** Pages of other streams, such as the pictures of a film, lie in between. */
  #isOurs(page: OggPage): boolean {
    if (page.isFirst && this.#isWanted(page.body)) {
      this.#serial = page.serial;
      this.#sequence = page.sequence;
      this.#begun = null;
    }
    if (page.serial !== this.#serial) return false;
    if (page.sequence !== this.#sequence) {
      throw new BrokenSound("damaged Ogg: a page is missing");
    }
    this.#sequence = page.sequence + 1 >>> 0;
    return true;
  }

  #packetsOf(page: OggPage): OggPacket[] {
    if (!page.isContinued) this.#begun = [];
    const packets: OggPacket[] = [];
    const lastEnd = page.lacing.findLastIndex((length) => length < GOES_ON);
    let at = 0;
    page.lacing.forEach((length, n) => {
      this.#keep(page.body.slice(at, at + length));
      at += length;
      if (length === GOES_ON) return;
      const isLast = n === lastEnd;
      const whole = this.#begun && {
        bytes: concat(this.#begun),
        isFirst: page.isFirst,
        isLast: isLast && page.isLast,
        position: isLast ? page.position : null,
      };
      if (whole) packets.push(whole);
      this.#begun = [];
    });
    return packets;
  }

  #keep(part: Uint8Array): void {
    const kept = this.#begun?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    if (kept < MOST_KEPT) this.#begun?.push(part);
  }
}

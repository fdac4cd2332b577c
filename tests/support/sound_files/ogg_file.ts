import { concat } from "../../../runtime/base/bytes.ts";
import { ascii, le } from "../wav_files.ts";

export interface OggPageLayout {
  readonly packets: readonly Uint8Array[];
  readonly position: number;
  readonly sequence: number;
  readonly serial?: number;
  readonly isFirst?: boolean;
  readonly isLast?: boolean;
  /** Its first packet began on the page before. */
  readonly isContinued?: boolean;
  /** Its last packet goes on: its length must be a multiple of 255. */
  readonly goesOn?: boolean;
}

/** A page made by hand (RFC 3533 §6). */
export function oggPage(layout: OggPageLayout): Uint8Array<ArrayBuffer> {
  const { packets, position, sequence, serial = 7 } = layout;
  const flags = (layout.isContinued ? 1 : 0) | (layout.isFirst ? 2 : 0) |
    (layout.isLast ? 4 : 0);
  const lacing = packets.flatMap(({ length }, n) => {
    const full = Array<number>(Math.floor(length / 255)).fill(255);
    const goesOn = layout.goesOn && n === packets.length - 1;
    return goesOn ? full : [...full, length % 255];
  });
  const page = concat([
    ascii("OggS"),
    Uint8Array.of(0, flags),
    le(position, 4),
    le(position < 0 ? -1 : 0, 4),
    le(serial, 4),
    le(sequence, 4),
    le(0, 4),
    Uint8Array.of(lacing.length, ...lacing),
    ...packets,
  ]);
  page.set(le(crc32(page), 4), 22);
  return page;
}

export interface OpusLayout {
  readonly channels?: number;
  readonly preSkip?: number;
  /** In 1/256 dB. */
  readonly gain?: number;
  readonly serial?: number;
  /** Samples at 48 kHz of the sound, without what is skipped. */
  readonly samples: number;
  readonly packetsOnPage?: number;
}

/** An Ogg Opus file (RFC 7845) of packets of 20 ms. */
export function opusFile(
  packets: readonly Uint8Array[],
  layout: OpusLayout,
): Uint8Array<ArrayBuffer> {
  const { preSkip = 312, serial = 7, packetsOnPage = 5 } = layout;
  const head = concat([
    ascii("OpusHead"),
    Uint8Array.of(1, layout.channels ?? 1),
    le(preSkip, 2),
    le(48_000, 4),
    le(layout.gain ?? 0, 2),
    Uint8Array.of(0),
  ]);
  const tags = concat([ascii("OpusTags"), le(4, 4), ascii("test"), le(0, 4)]);
  const pages = [
    oggPage({
      packets: [head],
      position: 0,
      sequence: 0,
      serial,
      isFirst: true,
    }),
    oggPage({ packets: [tags], position: 0, sequence: 1, serial }),
  ];
  for (let at = 0; at < packets.length; at += packetsOnPage) {
    const there = packets.slice(at, at + packetsOnPage);
    const isLast = at + packetsOnPage >= packets.length;
    const position = isLast
      ? layout.samples + preSkip
      : (at + packetsOnPage) * 960;
    const sequence = pages.length;
    pages.push(oggPage({ packets: there, position, sequence, serial, isLast }));
  }
  return concat(pages);
}

/** Bit by bit, by its definition: no reflection, beginning at zero. */
function crc32(bytes: Uint8Array): number {
  let rest = 0;
  for (const byte of bytes) {
    rest ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) {
      rest = rest << 1 ^ (rest < 0 ? 0x04c1_1db7 : 0);
    }
  }
  return rest >>> 0;
}

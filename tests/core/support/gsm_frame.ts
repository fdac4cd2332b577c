/** Bits of the eight coded Log.-Area Ratios (ETS 300 961 table 1.1). */
const LAR_BITS = [6, 6, 5, 5, 4, 4, 3, 3];

/** One sub-segment as it is sent. */
export interface SubSegment {
  readonly nc: number;
  readonly bc: number;
  readonly mc: number;
  readonly xmaxc: number;
  readonly xmc: readonly number[];
}

/** One frame as it is sent. */
export interface Frame {
  readonly larc: readonly number[];
  readonly sub: readonly SubSegment[];
}

/** RFC 3551 §4.5.8: a frame in 33 bytes, the signature first. */
export function rtpBytes({ larc, sub }: Frame): Uint8Array {
  const bits = [bitsOf(0xd, 4), ...larc.map((x, i) => bitsOf(x, LAR_BITS[i]))];
  for (const { nc, bc, mc, xmaxc, xmc } of sub) {
    bits.push(bitsOf(nc, 7), bitsOf(bc, 2), bitsOf(mc, 2), bitsOf(xmaxc, 6));
    bits.push(...xmc.map((x) => bitsOf(x, 3)));
  }
  const octets = bits.join("").match(/.{8}/g) ?? [];
  return Uint8Array.from(octets, (octet) => parseInt(octet, 2));
}

/** What 33 bytes say, the signature unread. */
export function rtpFrame(bytes: Uint8Array): Frame {
  const bits = Array.from(bytes, (byte) => bitsOf(byte, 8)).join("");
  let at = 4;
  const next = (width: number) => parseInt(bits.slice(at, at += width), 2);
  const larc = LAR_BITS.map(next);
  const sub = [0, 1, 2, 3].map(() => ({
    nc: next(7),
    bc: next(2),
    mc: next(2),
    xmaxc: next(6),
    xmc: Array.from({ length: 13 }, () => next(3)),
  }));
  return { larc, sub };
}

function bitsOf(x: number, width: number): string {
  return x.toString(2).padStart(width, "0");
}

/**
 * RTCP as it comes (RFC 3550 §6.4 to §6.6): what a peer reports, with bounds on
 * every length. SDES, APP and feedback are stepped over: nobody asks for them.
 */

/** What somebody says of the RTP of one source (§6.4.1). */
export interface ReportBlock {
  /** Whose RTP it is about. */
  readonly ssrc: number;
  /** Since the last report, in 256ths. */
  readonly fractionLost: number;
  /** 24 bits with a sign: duplicates may take it below 0. */
  readonly lost: number;
  readonly highestSequence: number;
  /** In units of the RTP timestamp. */
  readonly jitter: number;
  /** The middle 32 bits of that source's last SR; 0 where none has come. */
  readonly lastSr: number;
  /** Since that SR, in 65536ths of a second. */
  readonly delay: number;
}

export type RtcpPacket =
  | {
    readonly type: "senderReport";
    readonly ssrc: number;
    /** The middle 32 bits of its NTP time: what our LSR has to say. */
    readonly middleNtp: number;
    readonly blocks: readonly ReportBlock[];
  }
  | {
    readonly type: "receiverReport";
    readonly ssrc: number;
    readonly blocks: readonly ReportBlock[];
  }
  | { readonly type: "bye"; readonly sources: readonly number[] };

/** Why a datagram is not taken. */
export type RtcpRefusal = "short" | "version" | "type" | "padding" | "length";

export const HEADER_LENGTH = 4;
export const SENDER_LENGTH = 20;
export const BLOCK_LENGTH = 24;
export const SSRC_LENGTH = 4;

/** §12.1. */
export const SR = 200;
export const RR = 201;
export const SDES = 202;
export const BYE = 203;

/** RFC 5761 §4: second octets from here to there are never RTP's. */
const FIRST_TYPE = 192;
const LAST_TYPE = 223;

const VERSION = 2;
const PADDING = 0x20;
const COUNT = 0x1f;

/** Says whether a datagram on a port of both RTP and RTCP is RTCP. */
export function isRtcp(datagram: Uint8Array): boolean {
  return datagram.length > 1 && datagram[1] >= FIRST_TYPE &&
    datagram[1] <= LAST_TYPE;
}

/**
 * Reads a datagram, or says in one word why it was dropped. Never throws.
 *
 * The checks are those of A.2 but one: a lone packet of any type is taken too
 * (RFC 5506, reduced size).
 */
export function parseRtcp(datagram: Uint8Array): RtcpPacket[] | RtcpRefusal {
  const { buffer, byteOffset, length } = datagram;
  if (length < HEADER_LENGTH + SSRC_LENGTH) return "short";
  const view = new DataView(buffer, byteOffset, length);
  const packets: RtcpPacket[] = [];
  for (let at = 0; at < length;) {
    const end = endOf(view, at);
    if (typeof end !== "number") return end;
    const packet = read(view, at, end - paddingOf(view, at, end));
    if (typeof packet === "string") return packet;
    if (packet) packets.push(packet);
    at = end;
  }
  return packets;
}

/** Where the packet at `at` ends; padding may only be at the very end. */
function endOf(view: DataView, at: number): number | RtcpRefusal {
  const length = view.byteLength;
  if (at + HEADER_LENGTH > length) return "length";
  if (view.getUint8(at) >> 6 !== VERSION) return "version";
  const type = view.getUint8(at + 1);
  if (type < FIRST_TYPE || type > LAST_TYPE) return "type";
  const end = at + HEADER_LENGTH + 4 * view.getUint16(at + 2);
  if (end > length) return "length";
  const padding = paddingOf(view, at, end);
  const fine = padding === 0 && !hasPadding(view, at) ||
    end === length && padding > 0 && padding % 4 === 0 &&
      padding <= end - at - HEADER_LENGTH;
  return fine ? end : "padding";
}

function hasPadding(view: DataView, at: number): boolean {
  return (view.getUint8(at) & PADDING) !== 0;
}

function paddingOf(view: DataView, at: number, end: number): number {
  return hasPadding(view, at) ? view.getUint8(end - 1) : 0;
}

function read(
  view: DataView,
  at: number,
  end: number,
): RtcpPacket | null | RtcpRefusal {
  const count = view.getUint8(at) & COUNT;
  switch (view.getUint8(at + 1)) {
    case SR:
      return readSenderReport(view, at, end, count);
    case RR:
      return readReceiverReport(view, at, end, count);
    case BYE:
      return readBye(view, at, end, count);
    default:
      return null;
  }
}

function readSenderReport(
  view: DataView,
  at: number,
  end: number,
  count: number,
): RtcpPacket | RtcpRefusal {
  const first = at + HEADER_LENGTH + SSRC_LENGTH + SENDER_LENGTH;
  if (first + count * BLOCK_LENGTH > end) return "length";
  return {
    type: "senderReport",
    ssrc: view.getUint32(at + HEADER_LENGTH),
    middleNtp: view.getUint32(at + HEADER_LENGTH + SSRC_LENGTH + 2),
    blocks: readBlocks(view, first, count),
  };
}

function readReceiverReport(
  view: DataView,
  at: number,
  end: number,
  count: number,
): RtcpPacket | RtcpRefusal {
  const first = at + HEADER_LENGTH + SSRC_LENGTH;
  if (first + count * BLOCK_LENGTH > end) return "length";
  return {
    type: "receiverReport",
    ssrc: view.getUint32(at + HEADER_LENGTH),
    blocks: readBlocks(view, first, count),
  };
}

function readBlocks(
  view: DataView,
  first: number,
  count: number,
): ReportBlock[] {
  return Array.from(
    { length: count },
    (_, n) => readBlock(view, first + n * BLOCK_LENGTH),
  );
}

function readBlock(view: DataView, at: number): ReportBlock {
  return {
    ssrc: view.getUint32(at),
    fractionLost: view.getUint8(at + 4),
    // With the fraction shifted out at the top, the sign comes to its place.
    lost: view.getInt32(at + 4) << 8 >> 8,
    highestSequence: view.getUint32(at + 8),
    jitter: view.getUint32(at + 12),
    lastSr: view.getUint32(at + 16),
    delay: view.getUint32(at + 20),
  };
}

function readBye(
  view: DataView,
  at: number,
  end: number,
  count: number,
): RtcpPacket | RtcpRefusal {
  const first = at + HEADER_LENGTH;
  if (first + count * SSRC_LENGTH > end) return "length";
  const sources = Array.from(
    { length: count },
    (_, n) => view.getUint32(first + n * SSRC_LENGTH),
  );
  return { type: "bye", sources };
}

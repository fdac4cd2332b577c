import {
  BLOCK_LENGTH,
  BYE,
  HEADER_LENGTH,
  type ReportBlock,
  RR,
  SDES,
  SENDER_LENGTH,
  SR,
  SSRC_LENGTH,
} from "./rtcp.ts";

/** What a sender says of itself (RFC 3550 §6.4.1). */
export interface SenderFacts {
  /** The time of day by NTP: seconds since 1900 and 2^-32ths of one. */
  readonly ntp: { readonly seconds: number; readonly fraction: number };
  /** The same instant on the RTP clock. */
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
}

/** One compound packet of ours (§6.1): SR or RR, CNAME, perhaps BYE. */
export interface Report {
  readonly ssrc: number;
  /** Null where we have not sent of late: then it is an RR. */
  readonly sender: SenderFacts | null;
  readonly block: ReportBlock | null;
  /** ASCII, 255 octets at the most. */
  readonly cname: string;
  readonly bye: boolean;
}

const VERSION_BITS = 0x80;
/** The item of SDES that is a CNAME (§6.5.1), and its octets before the text. */
const CNAME = 1;
const ITEM_LENGTH = 2;

/** Room for the longest report with a CNAME of so many octets. */
export function reportLength(cname: number): number {
  return HEADER_LENGTH + SSRC_LENGTH + SENDER_LENGTH + BLOCK_LENGTH +
    descriptionLength(cname) + HEADER_LENGTH + SSRC_LENGTH;
}

/** At least one octet of zero ends the items, at a multiple of four. */
function descriptionLength(cname: number): number {
  const items = ITEM_LENGTH + cname;
  return HEADER_LENGTH + SSRC_LENGTH + items + 4 - items % 4;
}

/** Writes a report from the beginning of `into`; gives how many octets. */
export function writeReport(report: Report, into: DataView): number {
  const described = writeHead(report, into);
  const left = writeDescription(report, into, described);
  if (!report.bye) return left;
  writeHeader(into, left, BYE, 1, HEADER_LENGTH + SSRC_LENGTH);
  into.setUint32(left + HEADER_LENGTH, report.ssrc);
  return left + HEADER_LENGTH + SSRC_LENGTH;
}

function writeHead(report: Report, into: DataView): number {
  const { ssrc, sender, block } = report;
  const body = HEADER_LENGTH + SSRC_LENGTH + (sender ? SENDER_LENGTH : 0);
  const end = body + (block ? BLOCK_LENGTH : 0);
  writeHeader(into, 0, sender ? SR : RR, block ? 1 : 0, end);
  into.setUint32(HEADER_LENGTH, ssrc);
  if (sender) writeSender(sender, into, HEADER_LENGTH + SSRC_LENGTH);
  if (block) writeBlock(block, into, body);
  return end;
}

function writeHeader(
  into: DataView,
  at: number,
  type: number,
  count: number,
  length: number,
): void {
  into.setUint8(at, VERSION_BITS | count);
  into.setUint8(at + 1, type);
  into.setUint16(at + 2, length / 4 - 1);
}

function writeSender(sender: SenderFacts, into: DataView, at: number): void {
  into.setUint32(at, sender.ntp.seconds);
  into.setUint32(at + 4, sender.ntp.fraction);
  into.setUint32(at + 8, sender.rtpTimestamp);
  into.setUint32(at + 12, sender.packets);
  into.setUint32(at + 16, sender.octets);
}

function writeBlock(block: ReportBlock, into: DataView, at: number): void {
  into.setUint32(at, block.ssrc);
  into.setUint32(at + 4, block.fractionLost << 24 | block.lost & 0xffffff);
  into.setUint32(at + 8, block.highestSequence);
  into.setUint32(at + 12, block.jitter);
  into.setUint32(at + 16, block.lastSr);
  into.setUint32(at + 20, block.delay);
}

function writeDescription(
  { ssrc, cname }: Report,
  into: DataView,
  at: number,
): number {
  const length = descriptionLength(cname.length);
  writeHeader(into, at, SDES, 1, length);
  into.setUint32(at + HEADER_LENGTH, ssrc);
  const item = at + HEADER_LENGTH + SSRC_LENGTH;
  into.setUint8(item, CNAME);
  into.setUint8(item + 1, cname.length);
  const text = item + ITEM_LENGTH;
  for (let n = 0; text + n < at + length; n++) {
    into.setUint8(text + n, n < cname.length ? cname.charCodeAt(n) : 0);
  }
  return at + length;
}

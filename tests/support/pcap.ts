import { addressBytes } from "../../runtime/net/ip_address.ts";
import type { Carried } from "./wire.ts";

/** `LINKTYPE_IPV4` of tcpdump's list: packets begin with their IPv4 header. */
const LINKTYPE_IPV4 = 228;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const IP_HEADER = 20;
const UDP_HEADER = 8;
const UDP = 17;

/** A file of what was carried, as tcpdump writes it; `start` is ms since 1970. */
export function pcapOf(
  carried: readonly Carried[],
  start: number,
): Uint8Array<ArrayBuffer> {
  const headers = RECORD_HEADER + IP_HEADER + UDP_HEADER;
  const size = carried.reduce(
    (sum, one) => sum + headers + one.bytes.length,
    0,
  );
  const file = new Uint8Array(FILE_HEADER + size);
  const view = new DataView(file.buffer);
  [0xa1b2c3d4, 2 << 16 | 4, 0, 0, 0xffff, LINKTYPE_IPV4].forEach((word, n) =>
    view.setUint32(4 * n, word)
  );
  let at = FILE_HEADER;
  for (const one of carried) at = writeRecord(one, start, file, at);
  return file;
}

function writeRecord(
  { at, from, to, bytes }: Carried,
  start: number,
  file: Uint8Array<ArrayBuffer>,
  place: number,
): number {
  const view = new DataView(file.buffer, place);
  const length = IP_HEADER + UDP_HEADER + bytes.length;
  const time = start + at;
  view.setUint32(0, Math.floor(time / 1000));
  view.setUint32(4, Math.round(time % 1000 * 1000));
  view.setUint32(8, length);
  view.setUint32(12, length);
  const ip = RECORD_HEADER;
  view.setUint8(ip, 0x45);
  view.setUint16(ip + 2, length);
  view.setUint8(ip + 8, 64);
  view.setUint8(ip + 9, UDP);
  file.set(addressBytes(from.address), place + ip + 12);
  file.set(addressBytes(to.address), place + ip + 16);
  const udp = ip + IP_HEADER;
  view.setUint16(udp, from.port);
  view.setUint16(udp + 2, to.port);
  view.setUint16(udp + 4, UDP_HEADER + bytes.length);
  file.set(bytes, place + udp + UDP_HEADER);
  return place + RECORD_HEADER + length;
}

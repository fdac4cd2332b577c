import { createCipheriv, createHmac } from "node:crypto";

/** What SRTP makes of a packet (RFC 3711), written apart from the core. */
interface SessionKeys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
  readonly salt: Uint8Array;
}

function counterMode(
  key: Uint8Array,
  start: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv("aes-128-ctr", key, start);
  const done = new Uint8Array(cipher.update(data));
  cipher.final();
  return done;
}

/** §4.3.1, with a key derivation rate of 0. */
function derived(master: Uint8Array, label: number, octets: number) {
  const start = new Uint8Array(16);
  start.set(master.subarray(16));
  start[7] ^= label;
  const none = new Uint8Array(octets);
  return counterMode(master.subarray(0, 16), start, none);
}

function sessionKeys(master: Uint8Array, label: number): SessionKeys {
  return {
    encryption: derived(master, label, 16),
    authentication: derived(master, label + 1, 20),
    salt: derived(master, label + 2, 14),
  };
}

/** §4.1.1: salt * 2^16 + SSRC * 2^64 + index * 2^16, without carries. */
function startOf(salt: Uint8Array, ssrc: number, index: bigint): Uint8Array {
  const start = new Uint8Array(16);
  start.set(salt);
  const view = new DataView(start.buffer);
  view.setUint32(4, view.getUint32(4) ^ ssrc);
  view.setBigUint64(8, view.getBigUint64(8) ^ index << 16n);
  return start;
}

function tagOf(key: Uint8Array, octets: number, ...parts: Uint8Array[]) {
  const hmac = createHmac("sha1", key);
  for (const part of parts) hmac.update(part);
  return new Uint8Array(hmac.digest()).subarray(0, octets);
}

function words(...values: number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, n) => view.setUint32(4 * n, value));
  return new Uint8Array(view.buffer);
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function viewOf(packet: Uint8Array): DataView {
  return new DataView(packet.buffer, packet.byteOffset, packet.length);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((b, n) => b === other[n]);
}

const CONTROL_TAG = 10;
const CONTROL_HEADER = 8;

/** SRTP and SRTCP by one master key. */
export class PlainSrtp {
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;

  constructor(
    master: Uint8Array,
    readonly tag = 10,
    readonly keyName: Uint8Array = new Uint8Array(),
  ) {
    this.#rtp = sessionKeys(master, 0);
    this.#rtcp = sessionKeys(master, 3);
  }

  /** Of a packet whose header has `head` octets. */
  protect(packet: Uint8Array, rollOver = 0, head = 12): Uint8Array {
    const locked = this.#crypt(packet, rollOver, head);
    const tag = this.#tagOf(locked, rollOver);
    return joined(locked, this.keyName, tag);
  }

  /** The RTP in it; null where its tag is not right. */
  open(packet: Uint8Array, rollOver = 0, head = 12): Uint8Array | null {
    const end = packet.length - this.tag;
    const locked = packet.subarray(0, end - this.keyName.length);
    const genuine = isSame(packet.subarray(end), this.#tagOf(locked, rollOver));
    return genuine ? this.#crypt(locked, rollOver, head) : null;
  }

  protectControl(
    packet: Uint8Array,
    index: number,
    isEncrypted = true,
  ): Uint8Array {
    const mark = words((isEncrypted ? 0x80000000 : 0) + index);
    const body = isEncrypted ? this.#cryptControl(packet, index) : packet;
    const signed = joined(body, mark);
    const tag = tagOf(this.#rtcp.authentication, CONTROL_TAG, signed);
    return joined(signed, this.keyName, tag);
  }

  /** The RTCP in it and its index; null where its tag is not right. */
  openControl(
    packet: Uint8Array,
  ): { packet: Uint8Array; index: number } | null {
    const end = packet.length - CONTROL_TAG;
    const signed = packet.subarray(0, end);
    const tag = tagOf(this.#rtcp.authentication, CONTROL_TAG, signed);
    if (!isSame(tag, packet.subarray(end))) return null;
    const index = viewOf(packet).getUint32(end - 4) & 0x7fffffff;
    return {
      packet: this.#cryptControl(signed.subarray(0, -4), index),
      index,
    };
  }

  #crypt(packet: Uint8Array, rollOver: number, head: number): Uint8Array {
    const view = viewOf(packet);
    const index = BigInt(rollOver) << 16n | BigInt(view.getUint16(2));
    const { encryption, salt } = this.#rtp;
    const start = startOf(salt, view.getUint32(8), index);
    const body = counterMode(encryption, start, packet.subarray(head));
    return joined(packet.subarray(0, head), body);
  }

  #tagOf(locked: Uint8Array, rollOver: number): Uint8Array {
    const { authentication } = this.#rtp;
    return tagOf(authentication, this.tag, locked, words(rollOver));
  }

  #cryptControl(packet: Uint8Array, index: number): Uint8Array {
    const { encryption, salt } = this.#rtcp;
    const start = startOf(salt, viewOf(packet).getUint32(4), BigInt(index));
    const body = counterMode(
      encryption,
      start,
      packet.subarray(CONTROL_HEADER),
    );
    return joined(packet.subarray(0, CONTROL_HEADER), body);
  }
}

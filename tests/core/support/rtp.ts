/** RTP as RFC 3550 §5.1 draws it, built and read apart from the core. */
export interface RtpFields {
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly marker?: boolean;
  readonly payload: Uint8Array;
}

export function rtp(fields: RtpFields): Uint8Array {
  const packet = new Uint8Array(12 + fields.payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x80);
  view.setUint8(1, (fields.marker ? 0x80 : 0) | fields.payloadType);
  view.setUint16(2, fields.sequence & 0xffff);
  view.setUint32(4, fields.timestamp >>> 0);
  view.setUint32(8, fields.ssrc >>> 0);
  packet.set(fields.payload, 12);
  return packet;
}

export function readRtp(packet: Uint8Array): Required<RtpFields> {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  return {
    payloadType: view.getUint8(1) & 0x7f,
    marker: (view.getUint8(1) & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: packet.slice(12),
  };
}

/** RFC 4733 §2.3. */
export function telephoneEvent(
  key: string,
  duration: number,
  end = false,
): Uint8Array {
  const code = "0123456789*#ABCD".indexOf(key);
  return Uint8Array.of(code, (end ? 0x80 : 0) | 10, duration >> 8, duration);
}

export function readEvent(payload: Uint8Array) {
  return {
    key: "0123456789*#ABCD"[payload[0]],
    end: (payload[1] & 0x80) !== 0,
    volume: payload[1] & 0x3f,
    duration: payload[2] << 8 | payload[3],
  };
}

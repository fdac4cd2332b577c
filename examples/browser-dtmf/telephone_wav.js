/** WAV's format tags that telephony uses and browsers may refuse. */
const CODECS = {
  0x06: "pcma",
  0x07: "pcmu",
  0x11: "ima-adpcm",
  0x31: "gsm-wav49",
};
const SHORTEST_FMT = 16;

/**
 * The sound of a WAV file of one channel, decoded by the core.
 *
 * @param {import("../../runtime/core/mod.ts").Core} core
 * @param {ArrayBuffer} file
 * @returns {{ rate: number, sound: Int16Array } | null} null when it is no
 * such file
 */
export function decodeTelephoneWav(core, file) {
  const { "fmt ": fmt, data } = chunksOf(new DataView(file));
  if (!fmt || fmt.byteLength < SHORTEST_FMT || !data) return null;
  const [tag, channels] = [fmt.getUint16(0, true), fmt.getUint16(2, true)];
  if (!CODECS[tag] || channels !== 1) return null;
  const codec = core.codec(CODECS[tag], {
    blockBytes: fmt.getUint16(12, true),
  });
  const { byteOffset, byteLength } = data;
  const sound = codec.decode(new Uint8Array(file, byteOffset, byteLength));
  codec.close();
  return { rate: fmt.getUint32(4, true), sound };
}

/** The first chunk of each name; what a file lacks of one is left away. */
function chunksOf(view) {
  const found = {};
  if (view.byteLength < 12 || nameAt(view, 0) !== "RIFF") return found;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    const there = Math.min(length, view.byteLength - at - 8);
    found[nameAt(view, at)] ??= new DataView(view.buffer, at + 8, there);
    at += 8 + length + length % 2;
  }
  return found;
}

function nameAt(view, at) {
  return String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));
}

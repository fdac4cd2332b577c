const HEADER = 44;
const RATE = 8000;
const BYTES_PER_SAMPLE = 2;
const PCM = 1;

/** A WAV file of 16-bit PCM at 8 kHz, one channel. */
export function wavOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const data = samples.length * BYTES_PER_SAMPLE;
  const file = new DataView(new ArrayBuffer(HEADER + data));
  const tag = (at: number, name: string) =>
    [...name].forEach((letter, i) =>
      file.setUint8(at + i, letter.charCodeAt(0))
    );
  tag(0, "RIFF");
  file.setUint32(4, HEADER - 8 + data, true);
  tag(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, PCM, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * BYTES_PER_SAMPLE, true);
  file.setUint16(32, BYTES_PER_SAMPLE, true);
  file.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  tag(36, "data");
  file.setUint32(40, data, true);
  samples.forEach((sample, n) => file.setInt16(HEADER + 2 * n, sample, true));
  return new Uint8Array(file.buffer);
}

/**
 * In a page: what a browser makes of the bytes of a file at 8 kHz, from −1 to 1
 * and one list for each channel.
 *
 * @param {number[]} bytes
 * @returns {Promise<number[][]>}
 */
export async function decode(bytes) {
  const context = new OfflineAudioContext(1, 1, 8000);
  const sound = await context.decodeAudioData(Uint8Array.from(bytes).buffer);
  return Array.from(
    { length: sound.numberOfChannels },
    (_, n) => [...sound.getChannelData(n)],
  );
}

import { Decimator } from "./decimator.js";
import { decodeTelephoneWav } from "./telephone_wav.js";

/** A rate that every browser decodes to. */
const DECODED = 48_000;

/**
 * The sound of a file, all channels as one, at 8 kHz: decoded by the browser,
 * or by the core where that refuses what telephony uses.
 *
 * @param {import("../../runtime/core/mod.ts").Core} core
 * @param {Blob} file
 * @returns {Promise<Int16Array<ArrayBuffer>>}
 * @throws {DOMException} when neither can read it
 */
export async function readSound(core, file) {
  const context = new OfflineAudioContext(1, 1, DECODED);
  const bytes = await file.arrayBuffer();
  try {
    // A copy: what is decoded is taken away
    const sound = await context.decodeAudioData(bytes.slice());
    return new Decimator(DECODED).push(onlyChannel(sound));
  } catch (error) {
    const wav = decodeTelephoneWav(core, bytes);
    if (!wav) throw error;
    const sound = Float32Array.from(wav.sound, (x) => x / 32768);
    return new Decimator(wav.rate).push(sound);
  }
}

function onlyChannel(sound) {
  const channels = Array.from(
    { length: sound.numberOfChannels },
    (_, channel) => sound.getChannelData(channel),
  );
  if (channels.length === 1) return channels[0];
  const sum = (n) => channels.reduce((total, channel) => total + channel[n], 0);
  return channels[0].map((_, n) => sum(n) / channels.length);
}

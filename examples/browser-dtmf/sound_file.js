import { Decimator } from "./decimator.js";

/** A rate that every browser decodes to. */
const DECODED = 48_000;
/** Decimated at once: 1 s. */
const BLOCK = DECODED;

/**
 * The sound of a file, all channels as one, at 8 kHz.
 *
 * @param {Blob} file
 * @returns {Promise<Int16Array<ArrayBuffer>>}
 * @throws {DOMException} when the browser cannot read it
 */
export async function readSound(file) {
  const context = new OfflineAudioContext(1, 1, DECODED);
  const bytes = await file.arrayBuffer();
  return decimated(onlyChannel(await context.decodeAudioData(bytes)));
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

function decimated(sound) {
  const decimator = new Decimator(DECODED);
  const blocks = [];
  for (let at = 0; at < sound.length; at += BLOCK) {
    blocks.push(decimator.push(sound.subarray(at, at + BLOCK)));
  }
  return joined(blocks);
}

function joined(blocks) {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const whole = new Int16Array(length);
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

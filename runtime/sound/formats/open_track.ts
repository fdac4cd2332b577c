import type { Core } from "../../core/mod.ts";
import type { ByteStream } from "./byte_stream.ts";
import { openFlac } from "./flac.ts";
import { beginsWithMpeg, openMp3 } from "./mp3.ts";
import { openOpus } from "./opus.ts";
import { openRaw, RAW_EXTENSIONS } from "./raw.ts";
import { WAVE64 } from "./riff.ts";
import { BrokenSound, type Track } from "./track.ts";
import { openWav } from "./wav.ts";

type Open = (stream: ByteStream, core: Core) => Promise<Track>;

const ID3_BYTES = 10;
const ID3_HAS_FOOTER = 0x10;

/** Files of which the name is enough to look for frames in them. */
const MPEG_NAME = /\.(?:mp[123]|mpga)$/i;

/** What files begin with. */
const MARKS: readonly (readonly [mark: string, open: Open])[] = [
  ["fLaC", openFlac],
  ["OggS", openOpus],
  ["RIFF", (stream, core) => openWav(stream, core)],
  ["RF64", (stream, core) => openWav(stream, core)],
  ["riff", (stream, core) => openWav(stream, core, WAVE64)],
];

/**
 * Opens the sound in a file by what its bytes say, and where they say nothing
 * by its name.
 * @throws {BrokenSound}
 */
export async function openTrack(
  stream: ByteStream,
  name: string,
  core: Core,
): Promise<Track> {
  await passId3(stream);
  await stream.need(4);
  const mark = String.fromCharCode(...stream.ahead.subarray(0, 4));
  const known = MARKS.find(([start]) => mark === start);
  if (known) return await known[1](stream, core);
  const raw = openRaw(stream, name, core);
  if (raw) return raw;
  const isMpeg = MPEG_NAME.test(name) || await beginsWithMpeg(stream);
  if (isMpeg) return await openMp3(stream);
  throw new BrokenSound(
    "its content is none of WAV, MP3, FLAC and Ogg Opus, and its name does " +
      `not end with ${RAW_EXTENSIONS.join(" ")}`,
  );
}

/** ID3v2 §3.1: ten bytes, of which four say how many follow, seven bits each. */
async function passId3(stream: ByteStream): Promise<void> {
  while (await stream.need(ID3_BYTES)) {
    const head = stream.ahead.subarray(0, ID3_BYTES);
    const [i, d, three, , , flags, ...size] = head;
    if (String.fromCharCode(i, d, three) !== "ID3") return;
    const body = size.reduce((sum, byte) => sum * 128 + byte, 0);
    const footer = flags & ID3_HAS_FOOTER ? ID3_BYTES : 0;
    await stream.goTo(stream.at + ID3_BYTES + body + footer);
  }
}

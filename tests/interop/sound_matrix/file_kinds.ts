export type Words = readonly (string | number)[];

/** A way to write a sound file, and what is known of it. */
export interface FileKind {
  readonly name: string;
  /** How names of such files end. */
  readonly ending: string;
  readonly by: "sox" | "ffmpeg";
  /** What the program is told of the file that it writes. */
  readonly how: Words;
  readonly rates: readonly number[];
  readonly channels: readonly (1 | 2)[];
  /** Of a codec that models speech: what it makes of tones it alone knows. */
  readonly losesLevel: boolean;
  /** Without a header, so that nothing in it can be wrong. */
  readonly isBare: boolean;
  /** Of MP3 without a tag: nothing tells how much of it is a codec's delay. */
  readonly hidesLength: boolean;
  /** Who says what is in it, and what of the file he has to be told. */
  readonly judge: "sox" | "ffmpeg";
  readonly read: Words;
}

const ANY = {
  rates: [8000, 16_000, 22_050, 44_100, 48_000],
  channels: [1, 2],
  losesLevel: false,
  isBare: false,
  hidesLength: false,
  judge: "sox",
  read: [],
} as const;

/** By name, what a program is told to write such a file. */
type Kinds = Readonly<Record<string, Words>>;

function made(by: FileKind["by"]) {
  return (ending: string, kinds: Kinds, what: Partial<FileKind> = {}) =>
    Object.entries(kinds).map(([name, how]): FileKind => (
      { ...ANY, name, ending, by, how, ...what }
    ));
}

const bySox = made("sox");
const byFfmpeg = made("ffmpeg");

/** Without a header: all that is told of it is told by its name. */
function bare(name: string, ending: string, coding: Words, rate = 8000) {
  const how = [...coding, "-r", rate, "-c", 1];
  const shape = { rates: [rate], channels: [1] } as const;
  return bySox(ending, { [name]: how }, { ...shape, isBare: true, read: how });
}

const SIGNED: Words = ["-t", "raw", "-e", "signed", "-b", 16];
const SPEECH = { channels: [1], losesLevel: true } as const;
/** Of MP3 sox leaves out the last frame, and Opus it does not know. */
const BY_FFMPEG = { judge: "ffmpeg" } as const;
const OPUS: Words = ["-c:a", "libopus", "-b:a", "128k"];

/** What recorders and studios write, and the raw files of Asterisk. */
export const KINDS: readonly FileKind[] = [
  ...bySox("wav", {
    "PCM of 8 bit": ["-b", 8],
    "PCM of 16 bit": ["-b", 16],
    "PCM of 24 bit": ["-b", 24],
    "PCM of 32 bit": ["-b", 32],
    "float of 32 bit": ["-e", "floating-point", "-b", 32],
    "float of 64 bit": ["-e", "floating-point", "-b", 64],
    "A-law": ["-e", "a-law"],
    "µ-law": ["-e", "u-law"],
    "IMA ADPCM": ["-e", "ima-adpcm"],
  }),
  ...bySox("wav", { "GSM": ["-e", "gsm-full-rate"] }, SPEECH),
  ...byFfmpeg("wav", {
    "PCM with a LIST chunk": ["-c:a", "pcm_s16le"],
    "IMA ADPCM in blocks of 1024 bytes": ["-c:a", "adpcm_ima_wav"],
    "RF64": ["-rf64", "always"],
  }),
  ...byFfmpeg("wav", { "a WAV that was never finished": ["-seekable", 0] }, {
    read: ["--ignore-length"],
  }),
  ...byFfmpeg("w64", { "Wave64": ["-c:a", "pcm_s24le"] }),
  ...bySox("flac", { "FLAC": [], "FLAC of 24 bit": ["-b", 24, "-C", 8] }),
  ...byFfmpeg("flac", { "FLAC": [] }),
  ...bySox("mp3", { "MP3 without a tag": ["-C", 128] }, {
    ...BY_FFMPEG,
    hidesLength: true,
  }),
  ...byFfmpeg("mp3", {
    "MP3": ["-b:a", "128k"],
    "MP3 of a changing bit rate": ["-q:a", 2],
  }, BY_FFMPEG),
  ...byFfmpeg("opus", { "Ogg Opus": OPUS }, BY_FFMPEG),
  ...byFfmpeg("ogg", { "Ogg Opus": OPUS }, BY_FFMPEG),
  ...bare("A-law", "alaw", ["-t", "al"]),
  ...bare("µ-law", "ulaw", ["-t", "ul"]),
  ...bare("PCM", "sln", SIGNED),
  ...bare("PCM", "sln16", SIGNED, 16_000),
  ...bare("PCM", "sln44", SIGNED, 44_100),
  ...bare("PCM", "sln48", SIGNED, 48_000),
  ...bySox("gsm", { "GSM": [] }, {
    ...SPEECH,
    rates: [8000],
    isBare: true,
  }),
];

import type { OpusCoding } from "../core/opus/opus.ts";
import { decimal } from "../base/text.ts";
import { CODECS, type NamedFormat, parametersOf } from "./codec.ts";
import type { MediaDescription } from "./description.ts";
import type { AudioCodec, RtpStream } from "./stream.ts";

/** Speech of 8 kHz is hardly better with more, its redundancy included. */
const BITRATE = 32_000;
/** RFC 7587 §6.1: what a peer may ask for. */
const BITRATES = { least: 6000, most: 510_000 };

/**
 * What we say of our Opus (RFC 7587 §6.1): sound above 4 kHz is lost on us, and
 * lost packets are recovered by what the next ones tell.
 *
 * @param dtx whether silence may be left out, on both sides
 */
function opusParameters(dtx: boolean): string {
  const said = [
    "maxplaybackrate=8000",
    "sprop-maxcapturerate=8000",
    "useinbandfec=1",
  ];
  return [...said, ...(dtx ? ["usedtx=1"] : [])].join(";");
}

/** A codec as a description of ours has it; `dtx` as above. */
export function soundFormat(codec: AudioCodec, dtx: boolean): NamedFormat {
  const format = CODECS[codec];
  if (codec !== "opus") return format;
  return { ...format, parameters: opusParameters(dtx) };
}

/** Opus describes silence by itself (RFC 7587 §3.1.3), and needs no other. */
export function hasNoise(codec: AudioCodec): boolean {
  return codec !== "opus";
}

/** How the peer likes our Opus, where that is what we send; `dtx` as above. */
export function opusCoding(
  media: MediaDescription,
  { codec, payloadType }: { codec: AudioCodec; payloadType: number },
  dtx: boolean,
): Pick<RtpStream, "opus"> {
  return codec === "opus" ? { opus: codingIn(media, payloadType, dtx) } : {};
}

function codingIn(
  media: MediaDescription,
  payloadType: number,
  dtx: boolean,
): OpusCoding {
  const said = new Map(
    (parametersOf(media, payloadType) ?? "").split(";").map((parameter) => {
      const [name, value = ""] = parameter.split("=");
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  return {
    bitrate: bitrateOf(said.get("maxaveragebitrate")),
    fec: said.get("useinbandfec") === "1",
    dtx: dtx && said.get("usedtx") === "1",
    constant: said.get("cbr") === "1",
  };
}

function bitrateOf(most: string | undefined): number {
  const wanted = decimal(most ?? "", BITRATES.most) ?? BITRATE;
  return Math.max(BITRATES.least, Math.min(BITRATE, wanted));
}

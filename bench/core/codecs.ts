import type { Coding } from "../../runtime/core/codecs/coding.ts";
import { dvi4 } from "../../runtime/core/codecs/dvi4.ts";
import { g711 } from "../../runtime/core/codecs/g711.ts";
import type { CodecName } from "../../runtime/core/codecs/table.ts";
import { gsm } from "../../runtime/core/codecs/gsm.ts";
import type { Core } from "../../runtime/core/mod.ts";
import type { Workbench } from "../../runtime/core/workbench.ts";
import type { Aim, Row } from "../row.ts";
import { placed } from "./bare_core.ts";
import { contend, type Rival, type Side } from "./contest.ts";
import type { Natives } from "./natives.ts";
import { FRAME, FRAMES, type Sounds } from "./sounds.ts";

/** A codec, and who else has it. */
interface Contestant {
  readonly name: string;
  readonly codec: CodecName;
  readonly coding: Coding;
  readonly encode: Direction;
  readonly decode: Direction;
}

interface Direction {
  readonly rivals: readonly Rival[];
  readonly aim: Aim;
}

/** All codecs both ways, over 10 s of speech. */
export async function benchCodecs(
  core: Core,
  parts: Workbench,
  { speech }: Sounds,
  natives: Natives,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const contestant of contestants(parts, natives)) {
    const { encode, decode } = contestant;
    const [encoders, decoders] = sidesOf(contestant, core, parts, speech);
    rows.push(
      ...await contend("ns/frame", encoders, encode.rivals),
      ...await contend("ns/frame", decoders, decode.rivals),
    );
  }
  return rows;
}

function contestants({ core }: Workbench, natives: Natives): Contestant[] {
  return [
    {
      name: "G.711 A-law",
      codec: "pcma",
      coding: g711(core, "pcma"),
      ...lawRivals("pcma", natives),
    },
    {
      name: "G.711 µ-law",
      codec: "pcmu",
      coding: g711(core, "pcmu"),
      ...lawRivals("pcmu", natives),
    },
    {
      name: "GSM 06.10",
      codec: "gsm",
      coding: gsm(core),
      encode: {
        rivals: natives.rivals(["libgsm", "spandsp"], "gsm-encode"),
        aim: { most: 2500, than: { name: "libgsm", times: 4 } },
      },
      decode: {
        rivals: natives.rivals(["libgsm", "spandsp"], "gsm-decode"),
        aim: { most: 1500 },
      },
    },
    {
      name: "IMA ADPCM (DVI4)",
      codec: "dvi4",
      coding: dvi4(core, {}),
      encode: {
        rivals: natives.rivals(["spandsp"], "ima-encode"),
        aim: { most: 800 },
      },
      decode: {
        rivals: natives.rivals(["spandsp"], "ima-decode"),
        aim: { most: 320 },
      },
    },
  ];
}

function lawRivals(law: "pcma" | "pcmu", natives: Natives) {
  const c = ["C -O3"] as const;
  return {
    encode: {
      rivals: [
        ...natives.rivals(["spandsp"], `${law}-encode`),
        ...natives.rivals(c, `${law}-search`, ", segment search"),
        ...natives.rivals(c, `${law}-look-up`, ", 64 K table"),
      ],
      aim: { most: 70 },
    },
    decode: {
      rivals: [
        ...natives.rivals(["spandsp"], `${law}-decode`),
        ...natives.rivals(c, `${law}-decode`, ", table"),
      ],
      aim: { most: 65 },
    },
  };
}

/** Each direction in the core's memory, and through the class of JavaScript. */
function sidesOf(
  { name, codec, coding, encode, decode }: Contestant,
  core: Core,
  parts: Workbench,
  speech: Int16Array<ArrayBuffer>,
): [encoders: Side[], decoders: Side[]] {
  const own = core.codec(codec);
  const bytes = own.encode(speech);
  const [encoding, decoding] = barePasses(coding, parts, speech, bytes);
  const fromScript = ", from JavaScript";
  const count = FRAMES;
  return [[
    { name: `${name} encode`, count, pass: encoding, aim: encode.aim },
    {
      name: `${name} encode${fromScript}`,
      count,
      pass: () => void own.encode(speech),
    },
  ], [
    { name: `${name} decode`, count, pass: decoding, aim: decode.aim },
    {
      name: `${name} decode${fromScript}`,
      count,
      pass: () => void own.decode(bytes),
    },
  ]];
}

/** As a tick does it: 20 ms in a call, or a codec's frame where that is longer. */
function barePasses(
  { frameSamples, frameBytes, state, encode, decode }: Coding,
  parts: Workbench,
  sound: Int16Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): [encoding: () => void, decoding: () => void] {
  const frames = Math.ceil(FRAME / frameSamples);
  const [samplesAt, bytesAt] = [placed(parts, sound), placed(parts, bytes)];
  const last = Math.floor(sound.length / frameSamples / frames) * frames;
  const stateOf = () => {
    const at = parts.take(state?.bytes ?? 0);
    state?.reset(at);
    return at;
  };
  const [encoder, decoder] = [stateOf(), stateOf()];
  const out = parts.take(Math.max(2 * frameSamples, frameBytes) * frames);
  return [() => {
    for (let frame = 0; frame < last; frame += frames) {
      encode(samplesAt + 2 * frameSamples * frame, out, frames, encoder);
    }
  }, () => {
    for (let frame = 0; frame < last; frame += frames) {
      decode(bytesAt + frameBytes * frame, out, frames, decoder);
    }
  }];
}

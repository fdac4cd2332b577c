import type { Core } from "../../runtime/core/mod.ts";
import type { Workbench } from "../../runtime/core/workbench.ts";
import type { Row } from "../row.ts";
import { placed } from "./bare_core.ts";
import { contend } from "./contest.ts";
import type { Natives } from "./natives.ts";
import { FRAME, type Sounds } from "./sounds.ts";

const AIM = { most: 1300, than: { name: "C -O3", times: 4 } };
/** Frames of each party in one pass from JavaScript. */
const PASS = 50;

/** Everybody hears all but himself: one frame for all parties together. */
export async function benchMixer(
  core: Core,
  parts: Workbench,
  { speech }: Sounds,
  natives: Natives,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const parties of [3, 10, 100]) {
    const mixer = core.mixer(parties);
    const voices = voicesIn(speech, parties, PASS * FRAME);
    const sides = [
      {
        name: `mixer, ${parties} parties`,
        count: 1,
        pass: bareMix(parts, voicesIn(speech, parties, FRAME)),
        ...parties === 100 && { aim: AIM },
      },
      {
        name: `mixer, ${parties} parties, from JavaScript`,
        count: PASS,
        pass: () => void mixer.mix(voices),
      },
    ];
    const compilers = [
      "C -O3",
      "C -O3 -march=x86-64-v2",
      "C -O3 -march=native",
    ] as const;
    const rivals = natives.rivals(compilers, `mix-${parties}`);
    rows.push(...await contend("ns/frame", sides, rivals));
  }
  return rows;
}

/** The same speech for all, each some frames further on than the one before. */
function voicesIn(
  speech: Int16Array<ArrayBuffer>,
  parties: number,
  samples: number,
): Int16Array<ArrayBuffer>[] {
  return Array.from(
    { length: parties },
    (_, n) => speech.slice(n * FRAME, n * FRAME + samples),
  );
}

function bareMix(
  parts: Workbench,
  voices: readonly Int16Array<ArrayBuffer>[],
): () => void {
  const { core } = parts;
  const ins = voices.map((voice) => placed(parts, voice));
  const outs = voices.map(({ byteLength }) => parts.take(byteLength));
  const inTable = placed(parts, Uint32Array.from(ins));
  const outTable = placed(parts, Uint32Array.from(outs));
  const sum = parts.take(4 * FRAME);
  return () => core.mixParties(inTable, outTable, voices.length, sum);
}

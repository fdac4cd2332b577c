import type { Core } from "../../runtime/core/mod.ts";
import type { Row } from "../row.ts";
import { contend } from "./contest.ts";
import type { Natives } from "./natives.ts";
import { FRAME, type Sounds } from "./sounds.ts";

const AIM = { most: 1300, than: { name: "C -O3", times: 4 } };
/** Frames of each party in one pass from JavaScript. */
const PASS = 50;

/** Everybody hears all but himself: one frame for all parties together. */
export async function benchMixer(
  core: Core,
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
        pass: mixInPlace(core, voicesIn(speech, parties, FRAME)),
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

/** The voices already lie in the mixer's memory, and what is heard stays there. */
function mixInPlace(
  core: Core,
  voices: readonly Int16Array<ArrayBuffer>[],
): () => void {
  const mixer = core.mixer(voices.length);
  voices.forEach((voice, party) => mixer.voice(party).set(voice));
  return () => mixer.mixFrame();
}

import type { Core } from "../../runtime/core/mod.ts";
import type { Workbench } from "../../runtime/core/workbench.ts";
import type { Row } from "../row.ts";
import { placed } from "./bare_core.ts";
import { contend } from "./contest.ts";
import type { Natives } from "./natives.ts";
import {
  FRAME,
  FRAMES,
  type SoundName,
  SOUNDS,
  type Sounds,
} from "./sounds.ts";

/** ns a frame, of the core's own aims. */
const AIM = { most: 90, than: { name: "spandsp", times: 10 } };

/** The DTMF detector, one channel. */
export async function benchDetector(
  core: Core,
  parts: Workbench,
  sounds: Sounds,
  natives: Natives,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of SOUNDS) {
    const detector = core.dtmfDetector();
    const sides = [
      {
        name: `DTMF detector, ${name}`,
        count: FRAMES,
        pass: bareDetection(parts, sounds[name]),
        aim: AIM,
      },
      {
        name: `DTMF detector, ${name}, from JavaScript`,
        count: FRAMES,
        pass: () => void detector.detect(sounds[name]),
      },
    ];
    rows.push(...await contend("ns/frame", sides, rivalsOn(name, natives)));
  }
  return rows;
}

function rivalsOn(name: SoundName, natives: Natives) {
  const filtered = `dtmf-filtered-${name}`;
  return [
    ...natives.rivals(["spandsp", "multimon-ng"], `dtmf-${name}`),
    ...natives.rivals(["spandsp"], filtered, " with dial tone filter"),
    ...natives.rivals(["C -O3"], `goertzel-${name}`, ", Goertzel's sums alone"),
  ];
}

function bareDetection(
  parts: Workbench,
  sound: Int16Array<ArrayBuffer>,
): () => void {
  const { core } = parts;
  const at = placed(parts, sound);
  const end = at + sound.byteLength;
  const detector = parts.take(core.detectorBytes());
  core.detectorReset(detector);
  return () => {
    for (let frame = at; frame < end; frame += 2 * FRAME) {
      core.detectorHear(detector, frame, FRAME, 0);
    }
  };
}

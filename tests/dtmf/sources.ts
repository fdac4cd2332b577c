import { PURE_ROWS, tapeOf } from "./corpus.ts";
import type { Channel, Row, Tape } from "./row.ts";
import { CODED } from "./rows/coded.ts";
import { nameOf, PROMPTS_BELOW, spokenOver } from "./rows/spoken_over.ts";
import { chanceFor } from "./seed.ts";
import { prompts } from "./talk/prompts.ts";
import { type Speech, speech } from "./talk/speech.ts";
import {
  babbleTape,
  musicTape,
  noiseTape,
  promptTape,
  speechTape,
} from "./talk/tapes.ts";
import { throughLine } from "./through_line.ts";
import { throughSox } from "./through_sox.ts";

/** A tape that is made when it is asked for. */
export interface Source {
  readonly name: string;
  tape(seed: number): Promise<Tape>;
}

function sourceOf(row: Row): Source {
  return {
    name: row.name,
    tape: (seed) => throughSox(tapeOf(row, seed)),
  };
}

/** What is under the keys of a caller: prompts recorded and spoken. */
async function promptsUnder(seed: number): Promise<Speech[]> {
  const spoken = await speech(5, chanceFor("prompts", seed));
  const recorded = await prompts();
  const LONG = 4 * 8000;
  return [...spoken, ...recorded.filter(({ sound }) => sound.length > LONG)];
}

/** Rows whose keys are dialled over prompts, which need Debian's packages. */
const OVER: readonly Source[] = PROMPTS_BELOW.map(([below, atLeast]) => ({
  name: nameOf(below),
  tape: async (seed) => {
    const prompts = await promptsUnder(seed);
    return tapeOf(spokenOver(below, atLeast, prompts), seed);
  },
}));

/** Rows that need sox, espeak-ng and the prompts of Debian's packages. */
export const PACKAGED: readonly Source[] = [...CODED.map(sourceOf), ...OVER];

/** Speech as it comes out of a codec or a network. */
function spoken(name: string, minutes: number, channel?: Channel): Source {
  return {
    name,
    tape: async (seed) => {
      const tape = await speechTape(name, minutes, seed);
      const row = channel ? { ...tape.row, channel } : tape.row;
      return await throughSox(throughLine({ ...tape, row }, seed));
    },
  };
}

/** Sounds in which there is no key, by the hour. */
export const TALK: readonly Source[] = [
  spoken("espeak-ng speech", 60),
  spoken("espeak-ng speech after A-law", 15, "pcma"),
  spoken("espeak-ng speech after GSM full rate", 15, "gsm"),
  spoken("espeak-ng speech, 5 % of packets lost", 15, "loss"),
  { name: "recorded prompts", tape: promptTape },
  { name: "music on hold", tape: musicTape },
  {
    name: "white, pink and brown noise",
    tape: (seed) => Promise.resolve(noiseTape(30, seed)),
  },
  { name: "babble", tape: (seed) => babbleTape(15, seed) },
];

/** Everything, in the order of the report. */
export const SOURCES: readonly Source[] = [
  ...PURE_ROWS.map(sourceOf),
  ...PACKAGED,
  ...TALK,
];

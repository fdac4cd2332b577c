import { type Core, loadCore } from "../../core/mod.ts";
import { openSource } from "../../sound/source.ts";
import { wholeSource } from "../../sound/whole_source.ts";
import type { Phrase } from "../texts.ts";
import { KEYS_PRESSED } from "./caller.ts";
import { findSound } from "./find_sound.ts";
import type { Performed } from "./perform.ts";
import { type Expected, findInOrder, isSilent } from "./verdict.ts";

export interface Reviewed {
  /** What was heard and when, a line each. */
  readonly findings: readonly string[];
  /** What should have happened and did not. */
  readonly faults: readonly string[];
}

const RATE = 8000;

/** Listens to the two sound files for all that should be in them. */
export async function review(performed: Performed): Promise<Reviewed> {
  const { message, heard, recorded } = performed;
  const core = await loadCore();
  const [ear, tape] = [
    await soundOf(heard, core),
    await soundOf(recorded, core),
  ];
  const found = findInOrder(await expectedOf(performed, core), ear);
  const findings = [
    ...found.map(({ name, at }) => finding("the telephone heard", name, at)),
    finding("the node recorded", "message", findSound(message, tape)),
  ];
  const faults = [
    ...findings.filter((line) => line.endsWith(NEVER)),
    ...[["telephone", ear] as const, ["node", tape] as const]
      .filter(([, sound]) => isSilent(sound))
      .map(([who]) => `what the ${who} recorded is silent`),
  ];
  return { findings, faults };
}

const NEVER = "never";

function finding(who: string, name: string, at: number | null): string {
  const when = at === null
    ? NEVER
    : `${(at / RATE).toFixed(2)} s into its file`;
  return `${who} "${name}" ${when}`;
}

/** What the telephone should have heard, in the order of the conversation. */
async function expectedOf(
  { prompts, message }: Performed,
  core: Core,
): Promise<Expected[]> {
  const file = async (name: string, path: string): Promise<Expected> => ({
    name,
    sound: await soundOf(path, core),
  });
  const phrase = (name: Phrase) => file(name, prompts.phrase(name));
  const key = (name: string) => file(name, prompts.key(name));
  return [
    await phrase("greeting"),
    await phrase("youPressed"),
    ...await Promise.all([...KEYS_PRESSED].map(key)),
    await phrase("askMessage"),
    await phrase("yourMessage"),
    { name: "message", sound: message },
    await phrase("thanks"),
  ];
}

async function soundOf(path: string, core: Core): Promise<Int16Array> {
  return await wholeSource(await openSource(path, core));
}

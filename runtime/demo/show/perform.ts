import { join } from "node:path";
import { inTime } from "../../base/in_time.ts";
import { milliseconds } from "../../base/units.ts";
import { loadCore } from "../../core/mod.ts";
import type { Prompts } from "../prompts.ts";
import { Speech } from "../../sound/speech.ts";
import { textsOf } from "../texts.ts";
import { toneMessage } from "../tones.ts";
import { wavOf } from "../../sound/wav.ts";
import { talk } from "./caller.ts";
import { setStage, type Stage, type StageParts } from "./stage.ts";

/** What is left of a performance. */
export interface Performed {
  readonly prompts: Prompts;
  /** What the caller said. */
  readonly message: Int16Array;
  /** Files: all that the telephone heard, and what the node recorded. */
  readonly heard: string;
  readonly recorded: string;
}

const LONGEST = milliseconds(26_000);
const MESSAGE = "message.wav";
const HEARD = "heard.wav";

/** The call from the first INVITE to the last BYE. */
export async function perform(parts: StageParts): Promise<Performed> {
  const stage = await setStage(parts);
  try {
    const prompts = await stage.demo.ready;
    const message = await speakMessage(parts.language);
    const phone = join(parts.folder, "phone");
    await Deno.writeFile(join(phone, "prompts", MESSAGE), wavOf(message));
    await inTime(parts.clock, LONGEST, call(stage, parts), neverEnded);
    const heard = join(phone, "recordings", HEARD);
    return { prompts, message, heard, recorded: await recordingOf(parts) };
  } finally {
    await stage.close();
  }
}

async function call(
  { phone, address, cues }: Stage,
  { clock, transcript }: StageParts,
): Promise<void> {
  const tell = (text: string) => transcript.tell("phone", text);
  const message = await phone.sound.load(MESSAGE);
  const recording = phone.sound.create(HEARD, "pcma");
  tell(`calls ${address}`);
  const line = await phone.telephone.call(address, { telephoneEvent: false });
  await line.answered;
  const stopHearing = line.hear(recording);
  await talk({ line, cues, clock, message, tell });
  await line.ended;
  stopHearing();
  tell("hears the other side hang up");
  await recording.finished;
}

/** A conversation that gets stuck is a fault, not a wait. */
function neverEnded(): Error {
  return new Error(`No end of the call after ${LONGEST / 1000} s`);
}

/** The one file that the demo application has recorded. */
async function recordingOf({ folder }: StageParts): Promise<string> {
  const recordings = join(folder, "node", "recordings", "demo");
  for await (const { name } of Deno.readDir(recordings)) {
    return join(recordings, name);
  }
  throw new Error("The node has recorded no message");
}

/** A message in the language of the demo, or notes where nothing can speak. */
async function speakMessage(language: string): Promise<Int16Array> {
  const { language: { voice }, message } = textsOf(language);
  const speech = new Speech();
  try {
    return await speech.say(voice, message);
  } catch {
    return toneMessage(await loadCore());
  } finally {
    speech.close();
  }
}

import assert from "node:assert/strict";
import { Application } from "./application.ts";
import { NodeProcess } from "./node_process.ts";
import { run } from "./program.ts";
import { speak } from "./speech.ts";

/** A node, its application, and a sentence for both sides of a call. */
export interface SpeechStage {
  readonly node: NodeProcess;
  readonly app: Application;
  /** One spoken sentence, 8 kHz, which is the prompt `speech.wav` too. */
  readonly speech: string;
  /** Silence, the sentence, and silence for the rest of the call. */
  readonly monologue: string;
}

/**
 * Runs `work`; the monologue begins with so many seconds of silence. `judgeLog`
 * is given what the node has logged in the end.
 */
export async function withSpeech(
  settings: Readonly<Record<string, string>>,
  silence: number,
  work: (stage: SpeechStage) => Promise<void>,
  judgeLog: (log: string) => void = () => {},
): Promise<void> {
  const node = await NodeProcess.start(settings);
  const app = await Application.connect(node.rpc);
  const folder = `${node.dataDir}/prompts`;
  await Deno.mkdir(folder, { recursive: true });
  const [speech, monologue] = [`${folder}/speech.wav`, `${folder}/long.wav`];
  await speak("Please leave your message after the tone.", speech);
  await run("sox", [speech, monologue, "pad", silence, 40]);
  await work({ node, app, speech, monologue });
  await app.close();
  const { code, log } = await node.stop();
  assert.equal(code, 0);
  judgeLog(log);
}

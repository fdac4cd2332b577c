/**
 * `deno task demo`: a node, the demo application at its API and a telephone
 * that calls it over UDP on loopback. Ends by itself; the exit code says
 * whether all was heard that should have been.
 */
import { join, resolve } from "node:path";
import { utf8 } from "../base/bytes.ts";
import { SystemClock } from "../base/system_clock.ts";
import { perform } from "./show/perform.ts";
import { review } from "./show/review.ts";
import { Transcript } from "./show/transcript.ts";

const KEPT = resolve("data", "demo");

async function show(): Promise<void> {
  const clock = new SystemClock();
  const transcript = new Transcript(clock, say);
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-demo-" });
  await Deno.mkdir(KEPT, { recursive: true });
  const nodeLog = join(KEPT, "node.log");
  const language = Deno.env.get("CTI_LANGUAGE") ?? "zh-CN";
  try {
    const parts = { folder, language, nodeLog, clock, transcript };
    const performed = await perform(parts);
    const { findings, faults } = await review(performed);
    const heard = await keep(performed.heard, "heard-by-the-telephone.wav");
    const recorded = await keep(performed.recorded, "recorded-by-the-node.wav");
    for (const finding of findings) transcript.tell("note", finding);
    say(`\nAll that the telephone heard:    ${heard}`);
    say(`The message that the node took:  ${recorded}`);
    if (faults.length > 0) throw new Error(faults.join("; "));
    say(`\nAll was heard. ${transcript.elapsed.toFixed(1)} s.`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function keep(file: string, name: string): Promise<string> {
  const kept = join(KEPT, name);
  await Deno.copyFile(file, kept);
  return kept;
}

function say(line: string): void {
  Deno.stdout.writeSync(utf8(`${line}\n`));
}

try {
  await show();
} catch (error) {
  say(`\nThe demo failed: ${error instanceof Error ? error.message : error}`);
  say(`The node's log: ${join(KEPT, "node.log")}`);
  Deno.exitCode = 1;
}

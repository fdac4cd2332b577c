import type { Call } from "../client/mod.ts";
import type { Prompts } from "./prompts.ts";

/** Seconds after which the node ends a conversation, whatever happens in it. */
const LONGEST = 180;
/** A message shorter than this many seconds is none. */
const SHORTEST_MESSAGE = 0.5;
const ALAW = 2;

/**
 * What the demo application does with a call: it greets, reads keys back,
 * takes a message, plays it and hangs up.
 * @throws {CallEnded} the caller hung up on the way
 */
export async function converse(
  call: Call,
  prompt: Prompts,
  recordFile: string,
): Promise<void> {
  await call.answer({ maxAnswerSeconds: LONGEST });
  await call.play(prompt("greeting"));
  await readKeysBack(call, prompt);
  await takeMessage(call, prompt, recordFile);
  await call.play(prompt("thanks"));
  await call.drop();
}

async function readKeysBack(call: Call, prompt: Prompts): Promise<void> {
  const { keys } = await call.receiveDtmf({
    playContent: prompt("askKeys"),
    playRepeat: 1,
    maxKeys: 8,
    finishKeys: "#",
    firstKeyTimeout: 6,
    continuesKeysTimeout: 4,
  });
  if (!keys) return void await call.play(prompt("noKeys"));
  await call.play(prompt("youPressed"));
  for (const key of keys) await call.play(prompt(key));
}

async function takeMessage(
  call: Call,
  prompt: Prompts,
  recordFile: string,
): Promise<void> {
  await call.play(prompt("askMessage"));
  const { seconds } = await call.record(recordFile, {
    maxSeconds: 10,
    beep: true,
    recordFormat: ALAW,
    finishKeys: "#",
  });
  if (!seconds || seconds < SHORTEST_MESSAGE) {
    return void await call.play(prompt("noMessage"));
  }
  await call.play(prompt("yourMessage"));
  await call.play(recordFile);
}

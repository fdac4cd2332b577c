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
 * @throws {Error} a prompt cannot be played
 */
export async function converse(
  call: Call,
  prompts: Prompts,
  recordFile: string,
): Promise<void> {
  await call.answer({ maxAnswerSeconds: LONGEST });
  await say(call, prompts.phrase("greeting"));
  await readKeysBack(call, prompts);
  await takeMessage(call, prompts, recordFile);
  await say(call, prompts.phrase("thanks"));
  await call.drop();
}

/** A prompt that cannot be played leaves nothing to go on with. */
async function say(call: Call, file: string): Promise<void> {
  const { error } = await call.play(file);
  if (error !== null) throw new Error(`Cannot play ${file}: ${error}`);
}

async function readKeysBack(call: Call, prompts: Prompts): Promise<void> {
  const { keys } = await call.receiveDtmf({
    playContent: prompts.phrase("askKeys"),
    playRepeat: 1,
    maxKeys: 8,
    finishKeys: "#",
    firstKeyTimeout: 6,
    continuesKeysTimeout: 4,
  });
  if (!keys) return await say(call, prompts.phrase("noKeys"));
  await say(call, prompts.phrase("youPressed"));
  for (const key of keys) await say(call, prompts.key(key));
}

async function takeMessage(
  call: Call,
  prompts: Prompts,
  recordFile: string,
): Promise<void> {
  await say(call, prompts.phrase("askMessage"));
  const { seconds } = await call.record(recordFile, {
    maxSeconds: 10,
    beep: true,
    recordFormat: ALAW,
    finishKeys: "#",
  });
  if (!seconds || seconds < SHORTEST_MESSAGE) {
    return await say(call, prompts.phrase("noMessage"));
  }
  await say(call, prompts.phrase("yourMessage"));
  await say(call, recordFile);
}

import { join, resolve } from "node:path";
import type { Log } from "../base/log.ts";
import { type Call, CallEnded, Client, type Wire } from "../client/mod.ts";
import { converse } from "./conversation.ts";
import { preparePrompts, type Prompts } from "./prompts.ts";
import type { Speaker } from "../sound/speaker.ts";
import { Speech } from "../sound/speech.ts";
import { textsOf } from "./texts.ts";

export interface DemoSettings {
  /** The application's end of a connection to the node. */
  readonly wire: Wire;
  /** The node's data folder: `prompts/demo` and `recordings/demo` are ours. */
  readonly dataDir: string;
  /** `zh-CN` or `en-US`. */
  readonly language: string;
  readonly log: Log;
  /** What speaks the prompts, eSpeak NG unless told. */
  readonly speaker?: () => Speaker;
}

/** The demo application while it runs. */
export interface Demo {
  /** Resolves when its prompts exist; calls that come earlier wait for it. */
  readonly ready: Promise<Prompts>;
  close(): void;
}

/** Answers every call that comes in over the wire. Uses nothing but the API. */
export function startDemo(settings: DemoSettings): Demo {
  const { wire, language, log } = settings;
  const dataDir = resolve(settings.dataDir);
  const texts = textsOf(language);
  const speaker = settings.speaker ?? (() => new Speech());
  const ready = preparePrompts({
    folder: join(dataDir, "prompts", "demo", language),
    texts,
    speaker,
    log,
  });
  // Without prompts every call is told so; nobody has to wait for `ready`.
  ready.catch((error) => log.error("Demo has no prompts", { error }));
  const client = new Client(wire);
  const recordings = join(dataDir, "recordings", "demo");
  client.onIncoming((call) => serve(call, ready, recordings, log));
  return { ready, close: () => client.close() };
}

async function serve(
  call: Call,
  prompts: Promise<Prompts>,
  recordings: string,
  log: Log,
): Promise<void> {
  const { resId } = call;
  try {
    await converse(call, await prompts, join(recordings, `${resId}.wav`));
  } catch (error) {
    if (error instanceof CallEnded) return;
    log.warn("Demo gives up a call", { res_id: resId, error });
    await call.drop().catch(() => {});
  }
}

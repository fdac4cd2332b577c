import assert from "node:assert/strict";
import { SeededChance } from "../../../runtime/base/chance.ts";
import { HandClock } from "../../../runtime/base/hand_clock.ts";
import { loadCore } from "../../../runtime/core/mod.ts";
import type { Content, SoundItem } from "../../../runtime/media/content.ts";
import { MediaThread } from "../../../runtime/media/media_thread.ts";
import type { FromMedia, SoundId } from "../../../runtime/media/messages.ts";
import type {
  FromSound,
  SoundSettings,
} from "../../../runtime/media/sound_messages.ts";
import { concatSamples } from "../../../runtime/sound/concat_samples.ts";
import { SoundThread } from "../../../runtime/sound/sound_thread.ts";
import { readRtp } from "../../core/support/rtp.ts";
import { STREAM } from "../../media/media_stage.ts";
import { FakeDatagrams } from "../../support/fake_datagrams.ts";

const CORE = await loadCore();
const PORT = 1;
const RTP_PORT = 22_000;
const TICK_MS = 20;
/** More than any reading takes. */
const MOST_TICKS = 60_000 / TICK_MS;

/** What is played to a caller of a node, and what he hears. */
export interface Caller {
  hear(content: Content, rounds?: number): Promise<Int16Array>;
  close(): Promise<void>;
}

/**
 * A node's sound thread and media thread, joined by hand; `speak` takes the
 * place of the speech thread.
 */
export async function callerOf(
  settings: Pick<SoundSettings, "dataDir" | "language">,
  speak?: (text: string) => Uint8Array<ArrayBuffer>,
): Promise<Caller> {
  const [told, reports]: [FromSound[], FromMedia[]] = [[], []];
  const [clock, datagrams] = [new HandClock(), new FakeDatagrams()];
  const codec = CORE.codec("pcma");
  const thread = await SoundThread.open({
    settings: { ...settings, soundRoots: [] },
    core: CORE,
    createFile: (path) => Deno.open(path, { write: true, create: true }),
    report: (message) => {
      if (message.type !== "speak") return void told.push(message);
      const { speaking, words } = message;
      const file = speak?.(words.text) ?? new Uint8Array(0);
      void thread.obey({ type: "spoken", speaking, file });
    },
    supply: (message) => media.take(message),
  });
  const media = new MediaThread({
    settings: {
      host: "127.0.0.1",
      ports: { first: RTP_PORT, last: RTP_PORT + 1 },
      maxPorts: 1,
    },
    engine: CORE.engine({ ports: 1, mixes: 1 }),
    clock,
    chance: new SeededChance(8),
    datagrams,
    beep: new Int16Array(160),
    report: (message) => void reports.push(message),
    store: (message) => thread.take(message),
  });
  media.obey({ type: "open", port: PORT });
  media.obey({ type: "stream", port: PORT, stream: STREAM });
  let last = 0;

  const load = async (item: SoundItem) => {
    told.length = 0;
    await thread.obey(
      typeof item === "string"
        ? { type: "load", sound: ++last, path: item }
        : { type: "say", sound: ++last, item },
    );
    const { type } = told[0];
    assert.equal(type, "loaded", JSON.stringify([item, told]));
    return last;
  };
  const play = (sounds: readonly SoundId[], rounds: number) => {
    reports.length = 0;
    datagrams.sent.length = 0;
    const [port, playback] = [PORT, ++last];
    media.obey({ type: "play", port, playback, sounds, rounds });
    for (let n = 0; reports.length === 0; n++) {
      assert(n < MOST_TICKS, "a play without an end");
      clock.wind(TICK_MS);
    }
    assert.deepEqual(reports, [{
      type: "played",
      port,
      playback,
      error: null,
    }]);
  };
  return {
    async hear(content, rounds = 1) {
      const sounds: SoundId[] = [];
      for (const item of content) sounds.push(await load(item));
      play(sounds, rounds);
      for (const sound of sounds) await thread.obey({ type: "unload", sound });
      const heard = datagrams.sent.filter(({ from }) => from === RTP_PORT)
        .map(({ bytes }) => codec.decode(readRtp(bytes).payload));
      return concatSamples(heard);
    },
    close: () => thread.obey({ type: "stop" }),
  };
}

import assert from "node:assert/strict";
import { SeededChance } from "../../runtime/base/chance.ts";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { MediaThread } from "../../runtime/media/media_thread.ts";
import type { FromMedia } from "../../runtime/media/messages.ts";
import { SoundThread } from "../../runtime/sound/sound_thread.ts";
import { STREAM } from "../media/media_stage.ts";
import { FakeDatagrams } from "../support/fake_datagrams.ts";
import { inFolder } from "../support/in_folder.ts";
import { readRtp } from "../core/support/rtp.ts";
import { pcm16, wavFile } from "../support/wav_files.ts";
import { counted } from "./hand_source.ts";
import { CORE } from "./sound_desk.ts";

const SECOND = 8000;
const TICKS_A_SECOND = 50;
const RTP_PORT = 28_100;
/** Plays end within a fifth of a second of their last sample. */
const LATE = 10;

/** A node's two threads that handle sound, on a clock wound by hand. */
class Threads {
  readonly reports: FromMedia[] = [];
  readonly #clock = new HandClock();
  readonly #datagrams = new FakeDatagrams();
  readonly #media: MediaThread;
  #asked: Promise<void>[] = [];

  private constructor(readonly sound: SoundThread) {
    this.#media = new MediaThread({
      settings: {
        host: "127.0.0.1",
        ports: { first: RTP_PORT, last: RTP_PORT + 1 },
        maxPorts: 1,
      },
      engine: CORE.engine({ ports: 1, mixes: 1 }),
      clock: this.#clock,
      chance: new SeededChance(8),
      datagrams: this.#datagrams,
      beep: new Int16Array(160),
      report: (message) => void this.reports.push(message),
      store: (message) => void this.#asked.push(sound.take(message)),
    });
    this.#media.obey({ type: "open", port: 1 });
    this.#media.obey({ type: "stream", port: 1, stream: STREAM });
  }

  /** With no memory for sounds: every file is read as it is played. */
  static async in(dataDir: string): Promise<Threads> {
    const sound = await SoundThread.open({
      settings: { dataDir, soundRoots: [], cacheMegabytes: 0 },
      core: CORE,
      createFile: () => assert.fail("nothing is recorded"),
      report: () => {},
      supply: (message) => threads.#media.take(message),
    });
    const threads = new Threads(sound);
    return threads;
  }

  play(sound: number, rounds: number): void {
    const play = { port: 1, playback: 1, sounds: [sound], rounds };
    this.#media.obey({ type: "play", ...play });
  }

  /** What was asked for is there before the next beat. */
  async go(ticks: number): Promise<void> {
    for (let n = 0; n < ticks; n++) {
      await Promise.all(this.#asked.splice(0));
      this.#clock.wind(20);
    }
  }

  /** What the peer hears. */
  heard(): Int16Array {
    const codec = CORE.codec("pcma");
    const frames = this.#datagrams.sent
      .filter(({ from }) => from === RTP_PORT)
      .map(({ bytes }) => codec.decode(readRtp(bytes).payload));
    codec.close();
    return Int16Array.from(frames.flatMap((frame) => [...frame]));
  }
}

/** As a peer hears it. */
function coded(samples: Int16Array): Int16Array {
  const codec = CORE.codec("pcma");
  const heard = codec.decode(codec.encode(samples));
  codec.close();
  return heard;
}

/** The first sample of the second that is not in the first; null: none. */
function difference(heard: Int16Array, said: Int16Array): number | null {
  const at = said.findIndex((sample, n) => sample !== heard[n]);
  return at < 0 ? null : at;
}

async function writeSound(path: string, samples: Int16Array): Promise<void> {
  await Deno.writeFile(path, wavFile(pcm16(samples), { tag: 1, bits: 16 }));
}

Deno.test("a file is heard as it is read, to the sample, round after round", () =>
  inFolder(async (folder) => {
    const threads = await Threads.in(folder);
    const said = counted(0, 7 * SECOND + 80);
    await writeSound(`${folder}/prompts/long.wav`, said);
    await threads.sound.obey({ type: "load", sound: 1, path: "long.wav" });
    threads.play(1, 3);
    await threads.go(3 * 7 * TICKS_A_SECOND + LATE);
    const heard = threads.heard();
    const round = coded(said);
    for (const at of [0, 1, 2]) {
      assert.equal(difference(heard.subarray(at * said.length), round), null);
    }
    assert.deepEqual(threads.reports.at(-1), {
      type: "played",
      port: 1,
      playback: 1,
      error: null,
    });
    await threads.sound.obey({ type: "stop" });
  }));

Deno.test("a file that is removed while it is played is heard to its end", () =>
  inFolder(async (folder) => {
    const threads = await Threads.in(folder);
    const said = counted(0, 5 * SECOND);
    const path = `${folder}/prompts/long.wav`;
    await writeSound(path, said);
    await threads.sound.obey({ type: "load", sound: 1, path: "long.wav" });
    threads.play(1, 2);
    await threads.go(TICKS_A_SECOND);
    await Deno.remove(path);
    await threads.go(6 * TICKS_A_SECOND);
    assert.equal(difference(threads.heard(), coded(said)), null);
    const [, last] = threads.reports;
    assert.ok(last.type === "played");
    assert.match(last.error ?? "", /long.wav": it has been removed$/);
    await threads.sound.obey({ type: "stop" });
  }));

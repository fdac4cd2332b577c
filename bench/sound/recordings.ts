import { join } from "node:path";
import { SeededChance } from "../../runtime/base/chance.ts";
import { speechLike } from "../../runtime/load/sounds.ts";
import type {
  MediaToSound,
  RecordFormat,
} from "../../runtime/media/sound_messages.ts";
import { startSound } from "../../runtime/sound/worker_sound.ts";
import { cpuTimeOf } from "../cpu_time.ts";
import { pause } from "../pause.ts";
import type { Row } from "../row.ts";
import { SILENT } from "./studio.ts";

const RECORDINGS = 300;
const FORMATS: readonly RecordFormat[] = [
  ...["pcm-u8", "pcma", "pcmu", "ima-adpcm", "gsm-wav49", "mp3"] as const,
];
const WARM_SECONDS = 2;
const SECONDS = 5;
/** The thread has caught up when this is all that it takes in a tenth second. */
const IDLE_MS = 10;
/** What the media thread sends at a time, and how often somebody is due. */
const CHUNK = 1600;
const CHUNK_MS = 200;
const BEAT_MS = 20;
const BEATS = CHUNK_MS / BEAT_MS;
/** All of them together may take a tenth of a processor; of MP3 half of one. */
const MOST = { mp3: 500 / RECORDINGS, others: 100 / RECORDINGS };

/**
 * What 300 recordings at once cost, each second of each: the sound thread as it
 * is, told 200 ms of each at a time by somebody in the media thread's place.
 * Linux alone says it.
 */
export async function benchRecordings(folder: string): Promise<Row[]> {
  if (Deno.build.os !== "linux") return [];
  const rows: Row[] = [];
  for (const format of FORMATS) {
    const value = await costOf(join(folder, format), format);
    const name = `${RECORDINGS} recordings at once, ${format}`;
    const aim = { most: format === "mp3" ? MOST.mp3 : MOST.others };
    rows.push({ name, value, unit: "ms a second of each", aim });
  }
  return rows;
}

async function costOf(dataDir: string, format: RecordFormat): Promise<number> {
  const places = { dataDir, soundRoots: [] };
  const { sound, line } = await startSound(places, SILENT);
  const recordings = Array.from(
    { length: RECORDINGS },
    (_, n) => sound.create(`${n}`, format),
  );
  const sending = new Sending(recordings.map(({ id }) => id), line.port);
  await sending.run(WARM_SECONDS);
  await caughtUp();
  const before = await cpuTimeOf(Deno.pid);
  await sending.run(SECONDS);
  sending.end();
  const ended = await Promise.all(recordings.map(({ finished }) => finished));
  const spent = await cpuTimeOf(Deno.pid) - before;
  await sound.close();
  const lost = ended.find(({ error }) => error !== null);
  if (lost) throw new Error(`A recording failed: ${lost.error}`);
  return spent / SECONDS / RECORDINGS;
}

/** What one thread cannot do in time is not to be counted as of later. */
async function caughtUp(): Promise<void> {
  for (let spent = Infinity; spent > IDLE_MS;) {
    const before = await cpuTimeOf(Deno.pid);
    await pause(100);
    spent = await cpuTimeOf(Deno.pid) - before;
  }
}

/** Speech for all recordings as the media thread sends it, a tenth at a time. */
class Sending {
  readonly #ids: readonly number[];
  readonly #line: MessagePort;
  readonly #speech = Int16Array.from(speechLike(10, new SeededChance(1)));

  constructor(ids: readonly number[], line: MessagePort) {
    this.#ids = ids;
    this.#line = line;
  }

  async run(seconds: number): Promise<void> {
    const begin = performance.now();
    for (let beat = 0; beat < seconds * 1000 / BEAT_MS; beat++) {
      await pause(Math.max(0, begin + beat * BEAT_MS - performance.now()));
      for (let n = beat % BEATS; n < this.#ids.length; n += BEATS) {
        this.#send(this.#ids[n], beat + n);
      }
    }
    await pause(CHUNK_MS);
  }

  end(): void {
    for (const recording of this.#ids) {
      this.#tell({ type: "end", recording });
    }
  }

  #send(recording: number, turn: number): void {
    const at = turn * CHUNK % (this.#speech.length - CHUNK);
    const samples = this.#speech.slice(at, at + CHUNK);
    this.#tell({ type: "chunk", recording, samples }, [samples.buffer]);
  }

  #tell(message: MediaToSound, transfer: Transferable[] = []): void {
    this.#line.postMessage(message, transfer);
  }
}

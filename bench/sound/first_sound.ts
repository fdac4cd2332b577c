import { join } from "node:path";
import { type Chance, SeededChance } from "../../runtime/base/chance.ts";
import type { MediaPort } from "../../runtime/media/media.ts";
import { pause } from "../pause.ts";
import { Prompt } from "../../runtime/sound/prompt.ts";
import type { Row } from "../row.ts";
import { streamTo } from "../stream_to.ts";
import { Ear } from "./ear.ts";
import { makePrompts, type Prompts, unplayed } from "./prompts.ts";
import { quantiles } from "./quantiles.ts";
import { startStudio, type Studio } from "./studio.ts";

/** From the order to the first packet with sound, ms. */
const MOST = 50;
const PACKET_MS = 20;

/** How soon a caller hears what is played, through the node's real threads. */
export async function benchFirstSound(
  folder: string,
  say: (text: string) => void,
): Promise<Row[]> {
  const studio = await startStudio(folder);
  const ear = new Ear();
  try {
    const port = await studio.media.open({ key: () => {} });
    port.setStream(streamTo(ear.port));
    const caller = { studio, ear, port, chance: new SeededChance(1) };
    const rows: Row[] = [];
    for (const prompts of await makePrompts(join(folder, "prompts"))) {
      rows.push(...await measured(caller, prompts, say));
    }
    rows.push(...await wantedAtOnce(studio, join(folder, "prompts"), say));
    return rows;
  } finally {
    ear.close();
    await studio.close();
  }
}

interface Caller {
  readonly studio: Studio;
  readonly ear: Ear;
  readonly port: MediaPort;
  readonly chance: Chance;
}

async function measured(
  caller: Caller,
  { name, paths }: Prompts,
  say: (text: string) => void,
): Promise<Row[]> {
  const times: number[] = [];
  try {
    for (const path of paths) times.push(await timeOf(caller, path));
    return quantiles(`first sound, ${name}`, times, MOST);
  } catch (error) {
    say(`Not played: ${name}: ${error}`);
    return [];
  }
}

async function timeOf(
  { studio: { sound }, ear, port, chance }: Caller,
  path: string,
): Promise<number> {
  // Orders come whenever they come, not behind a packet
  await pause(chance.integer(PACKET_MS));
  const prompt = new Prompt({ sound, player: port }, [path]);
  const failed = Promise.withResolvers<never>();
  const heard = ear.next("sound");
  const before = performance.now();
  prompt.play(1, { played: () => {}, failed: failed.reject });
  const after = await Promise.race([heard, failed.promise]);
  const silence = ear.next("silence");
  prompt.close();
  await silence;
  return after - before;
}

/** Until each of a hundred long files can be played, all ordered at once. */
async function wantedAtOnce(
  { sound }: Studio,
  folder: string,
  say: (text: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const file of ["long.wav", "long.mp3"] as const) {
    try {
      const paths = await unplayed(folder, file);
      const before = performance.now();
      const all = await Promise.all(paths.map(async (path) => {
        const loaded = await sound.load(path);
        return { loaded, time: performance.now() - before };
      }));
      all.forEach(({ loaded }) => loaded.release());
      const times = all.map(({ time }) => time);
      rows.push(...quantiles(`100 of ${file} at once`, times, MOST));
    } catch (error) {
      say(`Not played: ${file}: ${error}`);
    }
  }
  return rows;
}

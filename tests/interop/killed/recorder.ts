/**
 * Records a hundred files at once for ever: what a media thread would tell the
 * sound thread, in twice its pace or, where that is too slow, in its own.
 * Says `ready`, and then how many steps are done.
 */
import { setTimeout as delay } from "node:timers/promises";
import { utf8 } from "../../../runtime/base/bytes.ts";
import { SILENT } from "../../../runtime/base/log.ts";
import type {
  MediaToSound,
  SoundToMedia,
} from "../../../runtime/media/sound_messages.ts";
import { wavOf } from "../../../runtime/sound/wav.ts";
import { whatIsAt } from "../../../runtime/sound/what_is_at.ts";
import { startSound } from "../../../runtime/sound/worker_sound.ts";
import { sine } from "../../support/wav_files.ts";
import { CHUNK, hundredOf, MOST_AHEAD, STEP_MS, STEPS } from "./hundred.ts";

const [dataDir, round] = Deno.args;
const settings = { dataDir, soundRoots: [] };
const crashed = () => Deno.exit(1);
const { sound, line } = await startSound(settings, { log: SILENT, crashed });
tell("ready");

const planned = hundredOf(Number(round));
const recordings = planned.map(
  ({ name, format, channels }) => ({
    id: sound.create(name, format, { channels }).id,
    chunk: sine(440, CHUNK * channels),
  }),
);
// Who asks for its next part hears when all that came before is written.
const asked = `${dataDir}/prompts/asked.wav`;
await Deno.writeFile(asked, wavOf(new Int16Array(CHUNK)));
const { id } = await sound.load(asked);
let [steps, written] = [0, 0];
line.port.onmessage = ({ data }: MessageEvent<SoundToMedia>) => {
  if (data.type === "part") written = data.reader;
};
// A disk may take its time to make them; what waits for that is in no file.
while (!await areMade()) await delay(STEP_MS);
const begin = performance.now();
setInterval(() => {
  while (isDue() && steps - written < MOST_AHEAD) step();
}, STEP_MS);

async function areMade(): Promise<boolean> {
  const paths = planned.map(({ name }) => `${dataDir}/recordings/${name}`);
  const found = await Promise.all(paths.map(whatIsAt));
  return found.every((file) => file !== null);
}

function isDue(): boolean {
  return steps * STEP_MS < performance.now() - begin;
}

function step(): void {
  recordings.forEach(({ id, chunk }, n) => {
    if (n % STEPS !== steps % STEPS) return;
    post({ type: "chunk", recording: id, samples: new Int16Array(chunk) });
  });
  tell(`${++steps}`);
  post({ type: "pull", sound: id, reader: steps, from: 0 });
}

function post(message: MediaToSound): void {
  line.port.postMessage(message);
}

function tell(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

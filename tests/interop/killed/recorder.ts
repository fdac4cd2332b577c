/**
 * Records a hundred files at once for ever: what a media thread would tell the
 * sound thread, in its pace. Says `ready`, and then how many steps are done.
 */
import { utf8 } from "../../../runtime/base/bytes.ts";
import { SILENT } from "../../../runtime/base/log.ts";
import { startSound } from "../../../runtime/sound/worker_sound.ts";
import { sine } from "../../support/wav_files.ts";
import { CHUNK, hundredOf, STEP_MS, STEPS } from "./hundred.ts";

const [dataDir, round] = Deno.args;
const settings = { dataDir, soundRoots: [] };
const crashed = () => Deno.exit(1);
const { sound, line } = await startSound(settings, { log: SILENT, crashed });
tell("ready");

const recordings = hundredOf(Number(round)).map(
  ({ name, format, channels }) => ({
    id: sound.create(name, format, { channels }).id,
    chunk: sine(440, CHUNK * channels),
  }),
);
const begin = performance.now();
let steps = 0;
setInterval(() => {
  while (steps * STEP_MS < performance.now() - begin) step();
}, STEP_MS);

function step(): void {
  recordings.forEach(({ id, chunk }, n) => {
    if (n % STEPS !== steps % STEPS) return;
    const samples = new Int16Array(chunk);
    line.port.postMessage({ type: "chunk", recording: id, samples });
  });
  tell(`${++steps}`);
}

function tell(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

/**
 * `deno task load`: telephones that call a node, or any other SIP server, and
 * measure what they get. The exit code says whether all was as it has to be.
 */
import { utf8 } from "../base/bytes.ts";
import type { Clock } from "../base/clock.ts";
import { Emitter } from "../base/emitter.ts";
import { inMilliseconds } from "../base/units.ts";
import { call } from "./caller.ts";
import { Generator } from "./generator.ts";
import { observe } from "./observe.ts";
import {
  type LoadOptions,
  readOptions,
  usage,
  WrongOption,
} from "./options.ts";
import { released } from "./released.ts";
import { lineOf, type Report, tableOf } from "./report.ts";
import { setStage, type Stage } from "./stage.ts";
import { Tally } from "./tally.ts";
import { faultsIn } from "./verdict.ts";

const EXIT = { faults: 1, wrongOption: 2 };
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** Seconds, where neither a length nor a duration is given. */
const HOLD = { least: 10, most: 10 };

async function load(options: LoadOptions): Promise<void> {
  const stage = await setStage(options);
  try {
    await conclude(await run(stage, options), options);
  } finally {
    await stage.close();
  }
}

/** From the first INVITE until the last call is over. */
async function run(stage: Stage, options: LoadOptions): Promise<Report> {
  const { clock } = stage;
  const tally = new Tally(options.expect);
  const generator = generatorOf(stage, options, tally);
  const stop = () => generator.stop();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stop);
  const start = clock.now();
  const report = () =>
    observe(stage, options, tally, (clock.now() - start) / 1000);
  const quiet = tellEvery(options, clock, report);
  await generator.run();
  quiet();
  await released(stage);
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, stop);
  return await report();
}

function generatorOf(
  { clock, chance, phone, speech, node }: Stage,
  options: LoadOptions,
  tally: Tally,
): Generator {
  const { calls, rate, duration, keys, tones, codec } = options;
  const over = new Emitter<void>();
  const callers = {
    telephone: phone.telephone,
    target: options.target ?? node?.target ?? "",
    ...{ codec, speech, keys, tones, clock, tally, over },
  };
  return new Generator({
    hold: options.hold ?? (duration === null ? HOLD : null),
    ...{ calls, rate, duration, clock, chance },
    call: (number, hold) => call(callers, number, hold),
    hangUp: () => over.emit(),
  });
}

async function conclude(report: Report, options: LoadOptions): Promise<void> {
  say(tableOf(report));
  if (options.json) {
    await Deno.writeTextFile(options.json, `${JSON.stringify(report)}\n`);
  }
  const { skipped } = report.ownBeats;
  if (skipped > 0) {
    say(`The callers gave up ${skipped} beats: keys missed do not count`);
  }
  const faults = faultsIn(report, options);
  say(faults.length === 0 ? "All as it has to be." : faults.join("\n"));
  if (faults.length > 0) Deno.exitCode = EXIT.faults;
}

/** Says now and then how it goes; the returned function ends that. */
function tellEvery(
  { every, lines }: LoadOptions,
  clock: Clock,
  report: () => Promise<Report>,
): () => void {
  const tell = async () => {
    cancel = clock.after(inMilliseconds(every), tell);
    const now = await report();
    Deno.stderr.writeSync(utf8(`${lineOf(now)}\n`));
    if (lines === null) return;
    const line = `${JSON.stringify(now)}\n`;
    await Deno.writeTextFile(lines, line, { append: true });
  };
  let cancel = clock.after(inMilliseconds(every), tell);
  return () => cancel();
}

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

try {
  const options = readOptions(Deno.args);
  if (options) await load(options);
  else say(usage());
} catch (error) {
  if (!(error instanceof WrongOption)) throw error;
  say(`${error.message}\n\n${usage()}`);
  Deno.exitCode = EXIT.wrongOption;
}

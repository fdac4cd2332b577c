/**
 * `deno task load`: telephones that call a node, or any other SIP server, and
 * measure what they get. The exit code says whether all was as it has to be.
 */
import { join } from "node:path";
import process from "node:process";
import { utf8 } from "../base/bytes.ts";
import { Emitter } from "../base/emitter.ts";
import { SystemChance } from "../base/chance.ts";
import { jsonLog } from "../base/log.ts";
import { SystemClock } from "../base/system_clock.ts";
import { inMilliseconds } from "../base/units.ts";
import { loadCore } from "../core/mod.ts";
import { wavOf } from "../demo/wav.ts";
import { bindUdp } from "../net/udp.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../phone/start_telephone.ts";
import { call } from "./caller.ts";
import { Generator } from "./generator.ts";
import {
  type LoadOptions,
  readOptions,
  usage,
  WrongOption,
} from "./options.ts";
import { type OwnNode, startOwnNode } from "./own_node.ts";
import { lineOf, type Report, reportOf, tableOf } from "./report.ts";
import { prompt, speechLike } from "./sounds.ts";
import { Tally } from "./tally.ts";
import { faultsIn } from "./verdict.ts";
import { figuresOf } from "./watched_process.ts";

const EXIT = { faults: 1, wrongOption: 2 };
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
const SPEECH = "speech.wav";
const SPEECH_SECONDS = 8;
const clock = new SystemClock();
const chance = new SystemChance();

/** Everything that takes part. */
interface Stage {
  readonly options: LoadOptions;
  readonly tally: Tally;
  readonly phone: StartedTelephone;
  readonly node: OwnNode | null;
}

async function load(options: LoadOptions): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-load-" });
  const phone = await startPhone(join(folder, "phone"), options);
  const node = options.target === null
    ? await startOwnNode(
      folder,
      options,
      prompt(await loadCore(), options.expect, chance),
    )
    : null;
  const stage = { options, phone, node, tally: new Tally(options.expect) };
  try {
    await conclude(await run(stage), options);
  } finally {
    await phone.close();
    await node?.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function conclude(report: Report, options: LoadOptions): Promise<void> {
  say(tableOf(report));
  if (options.json) {
    await Deno.writeTextFile(options.json, `${JSON.stringify(report)}\n`);
  }
  const { skipped } = report.ownBeats;
  if (skipped > 0) {
    say(
      `The callers stood still for ${skipped} beats: keys missed do not count`,
    );
  }
  const faults = faultsIn(report, options);
  say(faults.length === 0 ? "All as it has to be." : faults.join("\n"));
  if (faults.length > 0) Deno.exitCode = EXIT.faults;
}

function startPhone(
  dataDir: string,
  { local, ports, calls }: LoadOptions,
): Promise<StartedTelephone> {
  return startTelephone({
    local: { address: local, port: 0 },
    rtpPorts: ports,
    maxLines: calls,
    pacing: true,
    dataDir,
    number: "load",
    clock,
    chance,
    log: jsonLog("warn"),
    bind: bindUdp,
  });
}

/** From the first INVITE until the last call is over. */
async function run(stage: Stage): Promise<Report> {
  const { options, phone, node, tally } = stage;
  const { calls, rate, hold, duration, keys, tones, codec } = options;
  const callers = {
    telephone: phone.telephone,
    target: options.target ?? node?.target ?? "",
    speech: await speechOf(phone, options.speak),
    over: new Emitter<void>(),
    ...{ keys, tones, codec, clock, tally },
  };
  const generator = new Generator({
    hold: hold ?? (duration === null ? { least: 10, most: 10 } : null),
    ...{ calls, rate, duration, clock, chance },
    call: (number, hold) => call(callers, number, hold),
    hangUp: () => callers.over.emit(),
  });
  const stop = () => generator.stop();
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stop);
  const start = clock.now();
  const report = () => observe(stage, (clock.now() - start) / 1000);
  const quiet = tellEvery(options, report);
  await generator.run();
  quiet();
  for (const signal of SIGNALS) Deno.removeSignalListener(signal, stop);
  return await report();
}

async function speechOf({ sound, dataDir }: StartedTelephone, file: string) {
  if (file === "off") return null;
  const path = join(dataDir, "prompts", SPEECH);
  if (file !== "") await Deno.copyFile(file, path);
  else await Deno.writeFile(path, wavOf(speechLike(SPEECH_SECONDS, chance)));
  return await sound.load(SPEECH);
}

async function observe(
  { options, tally, phone, node }: Stage,
  seconds: number,
): Promise<Report> {
  const { pacing, totals } = await phone.media.health();
  if (!pacing) throw new TypeError("The telephone does not measure gaps");
  const pid = node?.pid ?? options.watch;
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  return reportOf({
    tally,
    seconds: Math.round(seconds * 10) / 10,
    pacing,
    acknowledged: node?.application.keys.get(options.keys) ?? null,
    server: pid === null ? null : await figuresOf(pid),
    timers: await node?.timers() ?? null,
    ownCpu: (user + system) / 1000,
    ownRss: Math.round(rss / 1024),
    ownBeats: totals,
  });
}

/** Says now and then how it goes; the returned function ends that. */
function tellEvery(
  { every, lines }: LoadOptions,
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

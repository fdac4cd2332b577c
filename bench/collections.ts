/**
 * `deno run -A bench/collections.ts [MINUTES] [CALLS]`: how often V8 collects
 * in each thread of a node while calls go on, and what it keeps then. A thread
 * that allocates nothing has nothing to collect.
 */
import { join } from "node:path";
import { utf8 } from "../runtime/base/bytes.ts";
import { SeededChance } from "../runtime/base/chance.ts";
import { loadCore } from "../runtime/core/mod.ts";
import { freeUdpPort } from "../runtime/net/free_udp_port.ts";
import { wavOf } from "../runtime/sound/wav.ts";
import { LoadApplication } from "../runtime/load/application.ts";
import { prompt } from "../runtime/load/sounds.ts";
import { pause } from "./pause.ts";
import { Callers } from "./traffic/callers.ts";
import { nodeSettings } from "./traffic/node.ts";

const MAIN = new URL("../runtime/main.ts", import.meta.url);
const FLAGS = "--v8-flags=--max-semi-space-size=2,--trace-gc";
const KEYS = "159";
const PROMPT = "prompt.wav";
/** Calls a second until all are up. */
const RATE = 30;
const SETTLE_MS = 30_000;
/** Time for all calls to come and to settle, s. */
const LEAD = 120;
const MINUTE_MS = 60_000;
/** Such as `[4711:0x55d5:0] 12 ms: Scavenge 10.5 (12.8) -> 9.6 (13.8) MB`. */
const COLLECTION = /^\[\d+:(\w+)\D.*?(Scavenge|Mark-Compact).*? -> ([\d.]+) /gm;

/** Of one thread, since the counting began. */
interface Collections {
  young: number;
  full: number;
  /** MB of JavaScript's objects after the first and after the last. */
  first: number;
  last: number;
}

/** Reads what V8 says of its collections beside the node's own line. */
class Output {
  readonly ready = Promise.withResolvers<string>();
  readonly threads = new Map<string, Collections>();
  #rest = "";

  async read(output: ReadableStream<Uint8Array>): Promise<void> {
    for await (const part of output.pipeThrough(new TextDecoderStream())) {
      const text = this.#rest + part;
      const end = text.lastIndexOf("\n") + 1;
      this.#rest = text.slice(end);
      this.#take(text.slice(0, end));
    }
  }

  #take(lines: string): void {
    const ready = /^ready (.*)$/m.exec(lines)?.[1];
    if (ready) this.ready.resolve(JSON.parse(ready).http);
    for (const [, thread, kind, kept] of lines.matchAll(COLLECTION)) {
      const one = this.threads.get(thread) ??
        { young: 0, full: 0, first: Number(kept), last: 0 };
      if (kind === "Scavenge") one.young++;
      else one.full++;
      one.last = Number(kept);
      this.threads.set(thread, one);
    }
  }
}

function say(text: string): void {
  Deno.stdout.writeSync(utf8(`${text}\n`));
}

function startNode(folder: string, sipPort: number, calls: number) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", FLAGS, "-A", MAIN.href],
    env: nodeSettings(folder, sipPort, calls),
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

const [minutes = 10, calls = 300] = Deno.args.map(Number);
const folder = await Deno.makeTempDir({ prefix: "edge-cti-collections-" });
const sound = prompt(await loadCore(), KEYS, new SeededChance(1));
await Deno.mkdir(join(folder, "prompts"));
await Deno.writeFile(join(folder, "prompts", PROMPT), wavOf(sound));
const sipPort = freeUdpPort();
const node = startNode(folder, sipPort, calls);
const output = new Output();
void output.read(node.stdout);
const http = await output.ready.promise;
const application = await LoadApplication.start(http, {
  prompt: PROMPT,
  keys: 0,
});
const uri = `sip:bench@127.0.0.1:${sipPort}`;
const callers = await Callers.start({
  uri,
  calls,
  rate: RATE,
  expect: KEYS,
  longest: 60 * minutes + LEAD,
});
await callers.settled();
await pause(SETTLE_MS);
output.threads.clear();
await pause(minutes * MINUTE_MS);
say(`${calls} calls, ${minutes} minutes: young and full collections, MB kept`);
for (const [thread, { young, full, first, last }] of output.threads) {
  say(`${thread.padEnd(20)} ${young} ${full}  ${first} -> ${last}`);
}
say(`threads that collected nothing are not told of`);
await callers.hangUp();
await callers.close();
application.close();
node.kill("SIGTERM");
await node.status;
await Deno.remove(folder, { recursive: true });

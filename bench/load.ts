/** Calls at a node from simulated telephones: what `calls.ts` measures. */
import { join } from "node:path";
import { SystemChance } from "../runtime/base/chance.ts";
import { jsonLog } from "../runtime/base/log.ts";
import { SystemClock } from "../runtime/base/system_clock.ts";
import { type Client, connect } from "../runtime/client/mod.ts";
import { loadCore } from "../runtime/core/mod.ts";
import { ChildNode } from "../runtime/demo/show/child_node.ts";
import { freeUdpPort } from "../runtime/demo/show/free_ports.ts";
import { Speech } from "../runtime/demo/speech.ts";
import { textsOf } from "../runtime/demo/texts.ts";
import { toneMessage } from "../runtime/demo/tones.ts";
import { wavOf } from "../runtime/demo/wav.ts";
import { bindUdp } from "../runtime/net/udp.ts";
import type { Line } from "../runtime/phone/line.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../runtime/phone/start_telephone.ts";

const LOOPBACK = "127.0.0.1";
const PROMPT = "prompt.wav";
/** Played so often that no call outlasts it. */
const FOR_EVER = 1000;

/** A node under load, and those who load it. */
export interface Load {
  readonly node: ChildNode;
  readonly lines: readonly Line[];
  /** From each INVITE to its 200, ms. */
  readonly setupTimes: readonly number[];
  /** Hangs up; the lines have their statistics then. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a node in a process of its own and `calls` calls to it. Each caller
 * hears a prompt over and over while the node listens for keys, and speaks
 * all the time.
 */
export async function startLoad(calls: number): Promise<Load> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-" });
  const sipPort = freeUdpPort();
  const node = await startNode(folder, sipPort, calls);
  const speech = await someSpeech();
  await Deno.writeFile(join(folder, "node", "prompts", PROMPT), speech);
  const client = await connect(node.http, { group: "bench" });
  playToAll(client);
  const phone = await startPhone(join(folder, "phone"), calls);
  await Deno.writeFile(join(phone.dataDir, "prompts", PROMPT), speech);
  const { lines, setupTimes } = await callAll(phone, sipPort, calls);
  return {
    node,
    lines,
    setupTimes,
    hangUp: () => phone.telephone.close(),
    async close() {
      await phone.close();
      client.close();
      await node.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function startNode(
  folder: string,
  sipPort: number,
  calls: number,
): Promise<ChildNode> {
  return ChildNode.start({
    log: join(folder, "node.log"),
    settings: {
      CTI_SIP_HOST: LOOPBACK,
      CTI_SIP_PORT: `${sipPort}`,
      CTI_SIP_TRANSPORTS: "udp",
      CTI_RTP_PORTS: "24000-24499",
      CTI_HTTP_PORT: "0",
      CTI_MAX_CALLS: `${calls}`,
      CTI_DATA_DIR: join(folder, "node"),
      CTI_DEMO: "off",
      CTI_DRAIN_SECONDS: "1",
    },
  });
}

function startPhone(dataDir: string, calls: number): Promise<StartedTelephone> {
  return startTelephone({
    local: { address: LOOPBACK, port: 0 },
    rtpPorts: { first: 24500, last: 24999 },
    maxLines: calls,
    dataDir,
    number: "100",
    clock: new SystemClock(),
    chance: new SystemChance(),
    log: jsonLog("warn"),
    bind: bindUdp,
  });
}

function playToAll(client: Client): void {
  client.onIncoming(async (call) => {
    await call.answer();
    await call.play(PROMPT, { repeat: FOR_EVER, finishKeys: "*" });
  });
}

async function callAll(
  { telephone, sound }: StartedTelephone,
  sipPort: number,
  calls: number,
) {
  const speech = await sound.load(PROMPT);
  const lines: Line[] = [];
  const setupTimes: number[] = [];
  while (lines.length < calls) {
    const start = performance.now();
    const line = await telephone.call(`sip:bench@${LOOPBACK}:${sipPort}`);
    await line.answered;
    setupTimes.push(performance.now() - start);
    // It speaks until the end of the call, which is no fault then.
    line.say(speech, null).catch(() => {});
    lines.push(line);
  }
  return { lines, setupTimes };
}

/** A WAV file of a few seconds; notes where nothing can speak. */
async function someSpeech(): Promise<Uint8Array<ArrayBuffer>> {
  const { voice, phrases, message } = textsOf("en-US");
  const speech = new Speech(voice);
  try {
    const text = [...Object.values(phrases), message].join(" ");
    return wavOf(await speech.say(text));
  } catch {
    return wavOf(toneMessage(await loadCore()));
  } finally {
    speech.close();
  }
}

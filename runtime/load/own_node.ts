import { join } from "node:path";
import { ChildNode } from "../demo/show/child_node.ts";
import { freeUdpPort } from "../net/free_udp_port.ts";
import { wavOf } from "../sound/wav.ts";
import { LoadApplication } from "./application.ts";
import type { LoadOptions } from "./options.ts";

/** A node in a process of its own, with an application that plays a prompt. */
export interface OwnNode {
  readonly target: string;
  readonly pid: number;
  readonly application: LoadApplication;
  /** Timers that wait in it; null where `/metrics` does not tell. */
  timers(): Promise<number | null>;
  close(): Promise<void>;
}

const PROMPT = "prompt.wav";

/** @throws {Error} the node does not start; its log in `folder` says why */
export async function startOwnNode(
  folder: string,
  options: LoadOptions,
  prompt: Int16Array,
): Promise<OwnNode> {
  const dataDir = join(folder, "node");
  await Deno.mkdir(join(dataDir, "prompts"), { recursive: true });
  await Deno.writeFile(join(dataDir, "prompts", PROMPT), wavOf(prompt));
  const sipPort = options["sip-port"] || freeUdpPort();
  const node = await ChildNode.start({
    log: join(folder, "node.log"),
    settings: settingsOf(options, dataDir, sipPort),
  });
  const service = { prompt: PROMPT, keys: options.keys.length };
  const application = await LoadApplication.start(node.http, service);
  return {
    target: `sip:load@${options.local}:${sipPort}`,
    pid: node.pid,
    application,
    timers: () => timersOf(node.http),
    async close() {
      application.close();
      await node.stop();
    },
  };
}

async function timersOf(http: string): Promise<number | null> {
  const text = await metricsOf(http);
  const found = [...text.matchAll(/^cti_timers(?:\{.*\})? (\d+)$/gm)];
  if (found.length === 0) return null;
  return found.reduce((sum, [, timers]) => sum + Number(timers), 0);
}

/** Nothing of a node that is gone: its calls tell of that. */
async function metricsOf(http: string): Promise<string> {
  try {
    const response = await fetch(`${http}/metrics`);
    return await response.text();
  } catch (error) {
    if (error instanceof TypeError) return "";
    throw error;
  }
}

function settingsOf(options: LoadOptions, dataDir: string, sipPort: number) {
  const { first, last } = options["node-ports"];
  return {
    CTI_SIP_HOST: options.local,
    CTI_SIP_PORT: `${sipPort}`,
    CTI_SIP_TRANSPORTS: "udp",
    CTI_RTP_PORTS: `${first}-${last}`,
    CTI_HTTP_PORT: `${options["http-port"]}`,
    CTI_MAX_CALLS: `${options["node-calls"] || options.calls}`,
    CTI_DATA_DIR: dataDir,
    CTI_DEMO: "off",
    CTI_DRAIN_SECONDS: "1",
  };
}

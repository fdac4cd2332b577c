import { join } from "node:path";
import { ChildNode } from "../../runtime/demo/show/child_node.ts";
import { freeUdpPort } from "../../runtime/net/free_udp_port.ts";
import { LoadApplication } from "../../runtime/load/application.ts";
import type { Subject } from "./subject.ts";

const LOOPBACK = "127.0.0.1";
const PROMPT = "prompt.wav";
const RTP_PORTS = "10000-14999";

/** Of a node on this machine alone, whose calls end when it is told to. */
export function nodeSettings(
  dataDir: string,
  sipPort: number,
  maxCalls: number,
): Record<string, string> {
  return {
    CTI_SIP_HOST: LOOPBACK,
    CTI_SIP_PORT: `${sipPort}`,
    CTI_SIP_TRANSPORTS: "udp",
    CTI_RTP_PORTS: RTP_PORTS,
    CTI_HTTP_PORT: "0",
    CTI_MAX_CALLS: `${maxCalls}`,
    CTI_DATA_DIR: dataDir,
    CTI_DEMO: "off",
    CTI_DRAIN_SECONDS: "1",
  };
}

/** A node with an application that plays to every caller. */
export async function startBenchNode(
  maxCalls: number,
  prompt: Uint8Array,
): Promise<Subject> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-node-" });
  const sipPort = freeUdpPort();
  const node = await ChildNode.start({
    log: join(folder, "node.log"),
    settings: nodeSettings(join(folder, "data"), sipPort, maxCalls),
  });
  await Deno.writeFile(join(folder, "data", "prompts", PROMPT), prompt);
  const service = { prompt: PROMPT, keys: 0 };
  const application = await LoadApplication.start(node.http, service);
  return {
    pid: node.pid,
    uri: `sip:bench@${LOOPBACK}:${sipPort}`,
    async stop() {
      application.close();
      await node.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

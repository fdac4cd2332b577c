import { join } from "node:path";
import { type Client, connect } from "../../runtime/client/mod.ts";
import { ChildNode } from "../../runtime/demo/show/child_node.ts";
import { freeUdpPort } from "../../runtime/demo/show/free_ports.ts";
import type { Subject } from "./subject.ts";

const LOOPBACK = "127.0.0.1";
const PROMPT = "prompt.wav";
/** Played so often that no call outlasts it. */
const FOR_EVER = 1000;
/** Two of 5,000 ports for each of 1,500 calls and those of the round before. */
const RTP_PORTS = "10000-14999";

/** A node with an application that plays to every caller and awaits keys. */
export interface BenchNode extends Subject {
  readonly http: string;
}

export async function startBenchNode(
  maxCalls: number,
  prompt: Uint8Array,
): Promise<BenchNode> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-node-" });
  const sipPort = freeUdpPort();
  const node = await ChildNode.start({
    log: join(folder, "node.log"),
    settings: {
      CTI_SIP_HOST: LOOPBACK,
      CTI_SIP_PORT: `${sipPort}`,
      CTI_SIP_TRANSPORTS: "udp",
      CTI_RTP_PORTS: RTP_PORTS,
      CTI_HTTP_PORT: "0",
      CTI_MAX_CALLS: `${maxCalls}`,
      CTI_DATA_DIR: join(folder, "data"),
      CTI_DEMO: "off",
      CTI_DRAIN_SECONDS: "1",
    },
  });
  await Deno.writeFile(join(folder, "data", "prompts", PROMPT), prompt);
  const client = await connect(node.http, { group: "bench" });
  playToAll(client);
  return {
    name: "the node",
    pid: node.pid,
    http: node.http,
    uri: `sip:bench@${LOOPBACK}:${sipPort}`,
    async stop() {
      client.close();
      await node.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function playToAll(client: Client): void {
  client.onIncoming(async (call) => {
    await call.answer();
    await call.play(PROMPT, { repeat: FOR_EVER, finishKeys: "*" });
  });
}

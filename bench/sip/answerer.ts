import { join } from "node:path";
import { type Client, connect } from "../../runtime/client/mod.ts";
import { ChildNode } from "../../runtime/demo/show/child_node.ts";
import { freeUdpPort } from "../../runtime/net/free_udp_port.ts";
import { nodeSettings } from "../traffic/node.ts";

/** More than a pair each for all calls of the time a pair is kept out of use. */
const RTP_PORTS = "10000-29999";
const MOST_CALLS = 4000;

/** A node on one core, and an application that answers every call. */
export interface Answerer {
  readonly pid: number;
  /** `service@host:port`, as SIPp wants it without the service. */
  readonly at: string;
  stop(): Promise<void>;
}

export async function startAnswerer(): Promise<Answerer> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-sip-" });
  const sipPort = freeUdpPort();
  const node = await ChildNode.start({
    log: join(folder, "node.log"),
    settings: {
      ...nodeSettings(join(folder, "data"), sipPort, MOST_CALLS),
      CTI_RTP_PORTS: RTP_PORTS,
    },
  });
  await keepToOneCore(node.pid);
  const client = await connect(node.http, { group: "bench", patience: 0 });
  answerAll(client);
  return {
    pid: node.pid,
    at: `127.0.0.1:${sipPort}`,
    async stop() {
      client.close();
      await node.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function answerAll(client: Client): void {
  client.onIncoming(async (call) => {
    // A caller that has gone meanwhile is counted where it called from.
    await call.answer().catch(() => {});
  });
}

/** All its threads; the callers have the others to themselves. */
async function keepToOneCore(pid: number): Promise<void> {
  const args = ["-a", "-c", "-p", "0", `${pid}`];
  await new Deno.Command("taskset", { args, stdout: "null" }).output();
}

import { join } from "node:path";
import { CallEnded, connect } from "../../runtime/client/mod.ts";
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

/** Where a node can be reached by an application, and where its files are. */
export interface Site {
  readonly http: string;
  readonly dataDir: string;
}

/** Starts an application at a node. */
export type Serve = (site: Site) => Promise<{ close(): void }>;

/** Plays to every caller. */
export function playing(prompt: Uint8Array): Serve {
  return async ({ http, dataDir }) => {
    await Deno.writeFile(join(dataDir, "prompts", PROMPT), prompt);
    return await LoadApplication.start(http, { prompt: PROMPT, keys: 0 });
  };
}

/** Lets all callers meet in one conference. */
export const meeting: Serve = async ({ http }) => {
  const client = await connect(http, { patience: 0 });
  const conference = await client.conference();
  client.onIncoming(async (call) => {
    try {
      await call.answer();
      await call.enter(conference);
    } catch (error) {
      if (!(error instanceof CallEnded)) throw error;
    }
  });
  return client;
};

/** A node with an application. */
export async function startBenchNode(
  maxCalls: number,
  serve: Serve,
): Promise<Subject & Site> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-node-" });
  const dataDir = join(folder, "data");
  const sipPort = freeUdpPort();
  const node = await ChildNode.start({
    log: join(folder, "node.log"),
    settings: nodeSettings(dataDir, sipPort, maxCalls),
  });
  const { pid, http } = node;
  const application = await serve({ http, dataDir });
  return {
    ...{ pid, http, dataDir },
    uri: `sip:bench@${LOOPBACK}:${sipPort}`,
    async stop() {
      application.close();
      await node.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

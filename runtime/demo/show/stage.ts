import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import { SystemChance } from "../../base/chance.ts";
import { jsonLog, type Log } from "../../base/log.ts";
import { rpcAddress } from "../../client/connect.ts";
import { tapped } from "../../client/tapped.ts";
import { WebSocketWire } from "../../client/web_socket_wire.ts";
import { bindUdp } from "../../net/udp.ts";
import {
  type StartedTelephone,
  startTelephone,
} from "../../phone/start_telephone.ts";
import { type Demo, startDemo } from "../application.ts";
import { ChildNode } from "./child_node.ts";
import { Cues } from "./cues.ts";
import { freeUdpPort } from "../../net/free_udp_port.ts";
import { overheard } from "./overheard.ts";
import { rpcLine } from "./rpc_line.ts";
import { sipLine } from "./sip_line.ts";
import type { Transcript } from "./transcript.ts";

const LOOPBACK = "127.0.0.1";
const NODE_RTP = "23000-23099";
const PHONE_RTP = { first: 23100, last: 23199 };

export interface StageParts {
  /** A temporary folder: `node/` and `phone/` are made in it. */
  readonly folder: string;
  readonly language: string;
  readonly nodeLog: string;
  readonly clock: Clock;
  readonly transcript: Transcript;
}

/** Everybody who takes part in the show, each connected to the next. */
export interface Stage {
  /** The node's SIP address. */
  readonly address: string;
  readonly demo: Demo;
  readonly phone: StartedTelephone;
  readonly cues: Cues;
  /** Resolves when all have gone home. */
  close(): Promise<void>;
}

/** @throws {Error} the node does not start */
export async function setStage(parts: StageParts): Promise<Stage> {
  const { folder, transcript } = parts;
  const sipPort = freeUdpPort();
  const node = await startNode(parts, sipPort);
  transcript.tell("note", `a node runs: SIP on ${sipPort}, ${node.http}`);
  const cues = new Cues();
  const log = warnings(transcript);
  const demo = await connectDemo(parts, node, cues, log);
  const phone = await pickUpTelephone(join(folder, "phone"), parts, log);
  return {
    address: `sip:demo@${LOOPBACK}:${sipPort}`,
    demo,
    phone,
    cues,
    async close() {
      await phone.close();
      demo.close();
      await node.stop();
    },
  };
}

function startNode(
  { folder, language, nodeLog }: StageParts,
  sipPort: number,
): Promise<ChildNode> {
  return ChildNode.start({
    log: nodeLog,
    settings: {
      CTI_SIP_HOST: LOOPBACK,
      CTI_SIP_PORT: `${sipPort}`,
      CTI_SIP_TRANSPORTS: "udp",
      CTI_RTP_PORTS: NODE_RTP,
      CTI_HTTP_PORT: "0",
      CTI_MAX_CALLS: "10",
      CTI_DATA_DIR: join(folder, "node"),
      CTI_LANGUAGE: language,
      CTI_DEMO: "off",
    },
  });
}

async function connectDemo(
  { folder, language, transcript }: StageParts,
  node: ChildNode,
  cues: Cues,
  log: Log,
): Promise<Demo> {
  const socket = new WebSocketWire(rpcAddress(node.http, { group: "demo" }));
  const wire = tapped(socket, (direction, text) => {
    const message = JSON.parse(text);
    if (direction === "up") cues.called(message.method);
    transcript.tell(...rpcLine(text));
  });
  const dataDir = join(folder, "node");
  const demo = startDemo({ wire, dataDir, language, log });
  await socket.opened;
  return demo;
}

function pickUpTelephone(
  dataDir: string,
  { clock, transcript }: StageParts,
  log: Log,
): Promise<StartedTelephone> {
  return startTelephone({
    local: { address: LOOPBACK, port: 0 },
    rtpPorts: PHONE_RTP,
    maxLines: 1,
    dataDir,
    number: "100",
    clock,
    chance: new SystemChance(),
    log,
    bind: overheard(bindUdp, (direction, datagram) => {
      const lane = direction === "out" ? "sipOut" : "sipIn";
      transcript.tell(lane, sipLine(datagram));
    }),
  });
}

/** What went wrong belongs into the transcript too. */
function warnings(transcript: Transcript): Log {
  return jsonLog("warn", (line) => transcript.tell("note", line));
}

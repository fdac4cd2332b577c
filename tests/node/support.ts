import assert from "node:assert/strict";
import { SystemChance } from "../../runtime/base/chance.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import { type Config, readConfig } from "../../runtime/config.ts";
import { type Node, startNode } from "../../runtime/node.ts";
import { Peer } from "../web/support.ts";
import { RawCaller } from "./raw_caller.ts";

export function configOf(settings: Readonly<Record<string, string>>): Config {
  const config = readConfig({
    CTI_SIP_HOST: "127.0.0.1",
    CTI_SIP_PORT: "0",
    CTI_HTTP_PORT: "0",
    CTI_RTP_PORTS: "24000-24999",
    CTI_MAX_CALLS: "10",
    CTI_DRAIN_SECONDS: "5",
    CTI_DEMO: "off",
    ...settings,
  });
  assert.ok(!Array.isArray(config), JSON.stringify(config));
  return config;
}

/** What a test has of a real node on free ports of loopback. */
export interface Rig {
  readonly node: Node;
  readonly clock: SystemClock;
  readonly dataDir: string;
  caller(): RawCaller;
  application(query?: string): Promise<Peer>;
}

/** A test with a node of its own, which is at rest again at its end. */
export function nodeTest(
  name: string,
  settings: Readonly<Record<string, string>>,
  body: (rig: Rig) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const dataDir = await Deno.makeTempDir();
    const clock = new SystemClock();
    const chance = new SystemChance();
    const config = configOf({ CTI_DATA_DIR: dataDir, ...settings });
    const node = await startNode(config, { clock, chance, log: SILENT });
    const callers: RawCaller[] = [];
    const peers: Peer[] = [];
    try {
      await body({
        node,
        clock,
        dataDir,
        caller: () => {
          const caller = new RawCaller(node.ready.sip[0]);
          callers.push(caller);
          return caller;
        },
        application: async (query = "") => {
          const peer = await connected(`${node.ready.http}/rpc${query}`);
          peers.push(peer);
          return peer;
        },
      });
    } finally {
      for (const { socket } of peers) socket.close();
      await Promise.all(peers.map((peer) => peer.closed.promise));
      await node.stop();
      for (const caller of callers) caller.close();
      await Deno.remove(dataDir, { recursive: true });
    }
  });
}

/** The application answers a call, which the caller has still to acknowledge. */
export async function answeredCall(
  app: Peer,
  caller: RawCaller,
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const ringing = caller.invite();
  const { params } = await app.next();
  const { res_id } = params as { res_id: string };
  const request = { jsonrpc: "2.0", id: 1, method: "sys.call.answer" };
  const answer = { res_id, max_answer_seconds: 60, ...parameters };
  await app.ask({ ...request, params: answer });
  assert.equal((await ringing).at(-1), 200);
  return res_id;
}

function connected(url: string): Promise<Peer> {
  const socket = new WebSocket(url.replace("http", "ws"));
  const peer = new Peer(socket);
  const opened = Promise.withResolvers<Peer>();
  socket.onopen = () => opened.resolve(peer);
  socket.onerror = () => opened.reject(new Error(`No connection to ${url}`));
  return opened.promise;
}

import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SystemClock } from "../../runtime/base/system_clock.ts";
import type { Streams } from "../../runtime/net/stream.ts";
import { tcpStreams } from "../../runtime/net/tcp.ts";
import { tlsStreams } from "../../runtime/net/tls.ts";
import { webSocketStreams } from "../../runtime/net/websocket.ts";
import { startNode } from "../../runtime/node.ts";
import { CannotOpen } from "../../runtime/node/opened.ts";
import { configOf, nodeTest, type Rig } from "./support.ts";

const ALL = { CTI_SIP_TRANSPORTS: "udp,tcp,tls,ws,wss" };

function options(via: string, uri = "sip:100@127.0.0.1"): string {
  return [
    `OPTIONS ${uri} SIP/2.0`,
    `Via: SIP/2.0/${via} 127.0.0.1:9;branch=z9hG4bK1;rport`,
    "Max-Forwards: 70",
    "From: <sip:tester@127.0.0.1>;tag=tester",
    "To: <sip:100@127.0.0.1>",
    "Call-ID: transports",
    "CSeq: 1 OPTIONS",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}

/** Where a node says that it is reached by a transport. */
function placeOf({ node }: Rig, name: string) {
  const [, address, port] = node.ready.sip
    .find((at) => at.startsWith(`${name}:`))?.split(":") ?? [];
  return { address, port: Number(port) };
}

/** What a node answers over connections of that kind. */
function answerOver(streams: Streams, rig: Rig, name: string, text: string) {
  const answered = Promise.withResolvers<string>();
  const connection = streams.connect(placeOf(rig, name), {
    opened: () => connection.send(utf8(text)),
    received: (bytes) => {
      answered.resolve(textOf(bytes));
      connection.close();
    },
    closed: () => answered.resolve("closed"),
  });
  return answered.promise;
}

/** TLS with trust in what the node has made for itself. */
async function trusting({ clock, dataDir }: Rig): Promise<Streams> {
  const [cert, key] = await Promise.all(
    ["cert", "key"].map((name) =>
      Deno.readTextFile(`${dataDir}/tls/${name}.pem`)
    ),
  );
  const parts = { identity: { cert, key }, roots: [cert], log: SILENT };
  return tlsStreams(tcpStreams(clock), parts);
}

nodeTest(
  "RFC 3261 §18, RFC 7118: OPTIONS is answered over TLS, WebSocket and both, with a certificate that the node made",
  ALL,
  async (rig) => {
    assert.deepEqual(
      rig.node.ready.sip.map((place) => place.split(":")[0]),
      ["udp", "tcp", "tls", "ws", "wss"],
    );
    const secured = await trusting(rig);
    const parts = { chance: new SeededChance(1), protocol: "sip" };
    const over = (under: Streams) =>
      webSocketStreams(under, { ...parts, largest: 65_536 });
    const ways: [name: string, streams: Streams][] = [
      ["tls", secured],
      ["ws", over(tcpStreams(rig.clock))],
      ["wss", over(secured)],
    ];
    for (const [name, streams] of ways) {
      const text = options(name.toUpperCase());
      const answer = await answerOver(streams, rig, name, text);
      assert.match(answer, /^SIP\/2\.0 200 /);
      assert.match(answer, new RegExp(`Via: SIP/2\\.0/${name} `, "i"));
    }
  },
);

nodeTest(
  "RFC 3261 §26.2.2: a SIPS URI is served over TLS, and answered 416 over TCP",
  ALL,
  async (rig) => {
    const sips = "sips:100@127.0.0.1";
    const plain = options("TCP", sips);
    const tcp = await answerOver(tcpStreams(rig.clock), rig, "tcp", plain);
    assert.match(tcp, /^SIP\/2\.0 416 /);
    const tls = options("TLS", sips);
    const secured = await trusting(rig);
    assert.match(
      await answerOver(secured, rig, "tls", tls),
      /^SIP\/2\.0 200 /,
    );
  },
);

nodeTest(
  "RFC 7118 §4: a browser's WebSocket gets its answer as text",
  ALL,
  async (rig) => {
    const { address, port } = placeOf(rig, "ws");
    const socket = new WebSocket(`ws://${address}:${port}`, "sip");
    const heard = Promise.withResolvers<string>();
    const closed = Promise.withResolvers<void>();
    socket.onopen = () => socket.send(options("WS"));
    socket.onmessage = ({ data }) => heard.resolve(data);
    socket.onclose = () => closed.resolve();
    assert.match(await heard.promise, /^SIP\/2\.0 200 /);
    socket.close();
    await closed.promise;
  },
);

nodeTest(
  "CTI_SIP_TRANSPORTS=tls opens TLS alone",
  { CTI_SIP_TRANSPORTS: "tls" },
  (rig) => {
    assert.equal(rig.node.ready.sip.length, 1);
    assert.match(rig.node.ready.sip[0], /^tls:127\.0\.0\.1:\d+$/);
    return Promise.resolve();
  },
);

nodeTest(
  "a node starts again with the certificate that it has made, and nobody else reads its key",
  ALL,
  async (rig) => {
    const file = `${rig.dataDir}/tls/key.pem`;
    assert.equal((await Deno.stat(file)).mode ?? 0 & 0o777, 0o100600);
    const before = await Deno.readTextFile(file);
    const config = configOf({ ...ALL, CTI_DATA_DIR: rig.dataDir });
    const { clock } = rig;
    const chance = new SeededChance(1);
    const second = await startNode(config, { clock, chance, log: SILENT });
    assert.equal(await Deno.readTextFile(file), before);
    await second.stop();
  },
);

Deno.test("a certificate that cannot be read keeps a node from starting, and it says so", async () => {
  const config = configOf({
    ...ALL,
    CTI_TLS_CERT: "/nowhere/cert.pem",
    CTI_TLS_KEY: "/nowhere/key.pem",
  });
  const clock = new SystemClock();
  const chance = new SeededChance(1);
  await assert.rejects(
    startNode(config, { clock, chance, log: SILENT }),
    (error) => error instanceof CannotOpen && /CTI_TLS/.test(error.message),
  );
});

import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { TORTURE } from "../sip/torture/torture.ts";
import type { Fate, Specimen } from "../sip/torture/specimen.ts";
import { Application } from "../support/application.ts";
import { NodeProcess } from "../support/node_process.ts";

/** An address of its own, so that a Via without a port leads back to it. */
const FIELD = { hostname: "127.17.7.1", port: 5060, transport: "udp" } as const;
const PATIENCE = 10_000;

/** A request that is answered, whatever came before it. */
function probe(transport: string, serial: number): string {
  return [
    "OPTIONS sip:echo@node.example SIP/2.0",
    `Via: SIP/2.0/${transport} probe.example;branch=z9hG4bKprobe${serial}`,
    "Max-Forwards: 70",
    "From: <sip:probe@field.example>;tag=probe",
    "To: <sip:echo@node.example>",
    `Call-ID: probe-${serial}`,
    "CSeq: 1 OPTIONS",
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}

/** The Call-ID of each message there is in a text. */
function callIds(text: string): string[] {
  const fields = text.matchAll(/^(?:call-id|i)[ \t]*:[ \t]*(.*)\r$/gim);
  return Array.from(fields, ([, id]) => id);
}

function callId(text: string): string {
  return callIds(text)[0] ?? "";
}

function statusOf(text: string): number {
  return Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
}

/** Responses, one text each. */
type Answers = AsyncIterator<string>;

/**
 * What becomes of a message: its first final answer, or nothing up to the
 * answer of a request that was sent behind it.
 */
async function fateOf(own: string, answers: Answers, probed: string) {
  for (;;) {
    const { value, done } = await answers.next();
    if (done) return "closed";
    const id = callId(value);
    if (probed !== "" && id === probed) return "dropped";
    if (id === own && statusOf(value) >= 200) return statusOf(value);
  }
}

async function* datagrams(socket: Deno.DatagramConn): AsyncGenerator<string> {
  for await (const [bytes] of socket) yield textOf(bytes);
}

/** Cuts a stream into responses, by their Content-Length. */
async function* responses(line: Deno.Conn): AsyncGenerator<string> {
  let text = "";
  for await (const bytes of line.readable) {
    text += textOf(bytes);
    for (;;) {
      const head = text.indexOf("\r\n\r\n") + 4;
      const length = /^Content-Length: (\d+)\r$/m.exec(text.slice(0, head))
        ?.[1];
      if (length === undefined || text.length < head + Number(length)) break;
      yield text.slice(0, head + Number(length));
      text = text.slice(head + Number(length));
    }
  }
}

/** What a node makes of it, other than an agent that answers every call. */
function expected({ fate, ofNode }: Specimen): Fate {
  return ofNode ?? fate;
}

async function withNode(
  work: (sip: { hostname: string; port: number }) => Promise<void>,
) {
  const node = await NodeProcess.start();
  const app = await Application.connect(node.rpc);
  app.on("incoming", ({ res_id }) => {
    app.call("answer", { res_id, max_answer_seconds: 60 }).catch(() => {});
  });
  const [hostname, port] = node.sip.split(":");
  await work({ hostname, port: Number(port) });
  await app.close();
  assert.equal((await node.stop()).code, 0);
}

/** Fails, with these words, when it lasts. */
async function soon<T>(work: Promise<T>, words: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(words)), PATIENCE);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

Deno.test("RFC 4475 and RFC 5118 over UDP: a node answers or drops each as they want", async () => {
  await withNode(async ({ hostname, port }) => {
    const socket = Deno.listenDatagram(FIELD);
    const answers = datagrams(socket);
    for (const [serial, specimen] of TORTURE.entries()) {
      const { bytes, source } = specimen;
      const wanted = expected(specimen);
      const node = { hostname, port, transport: "udp" } as const;
      await socket.send(bytes, node);
      const silent = wanted === "dropped";
      if (silent) await socket.send(utf8(probe("UDP", serial)), node);
      const probed = silent ? `probe-${serial}` : "";
      const fate = fateOf(callId(textOf(bytes)), answers, probed);
      assert.equal(await soon(fate, source), wanted, source);
    }
    socket.close();
  });
});

/** On a stream of its own each answer is to it, whatever Call-ID it has. */
async function streamed(
  specimen: Specimen,
  serial: number,
  node: { hostname: string; port: number },
): Promise<Fate | "closed" | "waits"> {
  const { bytes, onStream } = specimen;
  if (onStream === "waits") return "waits";
  const line = await Deno.connect(node);
  const answers = responses(line);
  const wanted = onStream ?? expected(specimen);
  const silent = wanted === "dropped";
  const writer = line.writable.getWriter();
  await writer.write(bytes.slice());
  if (silent) await writer.write(utf8(probe("TCP", serial)));
  // What comes behind is another message there.
  const own = callIds(textOf(bytes)).at(onStream === undefined ? 0 : -1) ?? "";
  const fate = await soon(
    fateOf(own, answers, silent ? `probe-${serial}` : ""),
    specimen.source,
  );
  await writer.close();
  return fate;
}

Deno.test("RFC 4475 and RFC 5118 over TCP: a node answers or drops each as they want", async () => {
  await withNode(async (node) => {
    for (const [serial, specimen] of TORTURE.entries()) {
      const wanted = specimen.onStream ?? expected(specimen);
      const fate = await streamed(specimen, serial, node);
      assert.equal(fate, wanted, specimen.source);
    }
  });
});

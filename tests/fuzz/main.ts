import { parseArgs } from "node:util";
import { Application } from "../support/application.ts";
import { figuresOf, memoryAtRest } from "../support/memory_at_rest.ts";
import { NodeProcess } from "../support/node_process.ts";
import { print } from "../support/print.ts";
import { type AnsweredCall, UdpCaller } from "../support/udp_caller.ts";
import { Probe } from "./probe.ts";
import { type FuzzedPort, RtpFlood } from "./rtp_flood.ts";
import { SipFlood } from "./sip_flood.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000000" },
    seed: { type: "string", default: "3261" },
  },
});
const count = Number(options.count);
const seed = Number(options.seed);

const MEBIBYTE = 2 ** 20;
/** An OPTIONS behind a flood is answered within so many ms. */
const LONGEST_WAIT_MS = 20;
/** What memory may grow by from the middle of it all to the end. */
const FLAT = 1.1;
/**
 * Of that, what depends on when V8 collected last, in each of three threads: 6
 * MiB of young objects, and some that are old and not swept yet. Runs of
 * 50,000 alike have ended from 9 MiB below the middle to 16 above it.
 */
const HEAPS = 3 * 8 * MEBIBYTE;
/** An event in the log, at most (`store/memory_event_log.ts`: 50 MB of 50,000). */
const EVENT_BYTES = 1000;
/** Calls whose RTP is fuzzed. */
const PORTS = 20;
/** A call of 20 s, 32 s for an ACK, as long for the BYE (RFC 3261 table 4). */
const REST_MS = 90_000;
const LOOK_MS = 500;

/** Who calls: the flood with calls to fuzz in, ... */
const RAW = "13800138000@127.0.0.1";
/** ... and whom those call whose RTP is fuzzed. */
const ATTACKED = "4001";

const failures: string[] = [];

function expect(fine: boolean, what: string): void {
  print(`${fine ? "ok    " : "FAILED"} ${what}`);
  if (!fine) failures.push(what);
}

const node = await NodeProcess.start({ CTI_MAX_CALLS: "200" });
const application = await Application.connect(node.rpc);
const caller = new UdpCaller();
const probe = new Probe(node.sip, node.ready.pid);
const sip = new SipFlood(node.sip, probe, seed);
takeCalls();
const middle = await half();
const end = await half();
// The event log fills up to its bounds, and then it holds no more.
const logged = (end.events - middle.events) * EVENT_BYTES;
expect(
  end.memory - logged <= Math.max(middle.memory * FLAT, middle.memory + HEAPS),
  `memory at rest: ${mebibytes(middle.memory)} MiB, ${
    mebibytes(end.memory)
  } MiB at the end, of it ${mebibytes(logged)} for more events in the log`,
);
await stop();
Deno.exit(failures.length === 0 ? 0 : 1);

/** What a node at rest holds. */
interface Held {
  /** Bytes. */
  readonly memory: number;
  /** In its log. */
  readonly events: number;
}

/** Half of all that is sent; gives what the node holds at rest behind it. */
async function half(): Promise<Held> {
  await flood("SIP", (part) => sip.send(part));
  await ended("cti_calls");
  const ports = await openPorts();
  const rtp = new RtpFlood(ports, probe, seed);
  await flood("RTP and RTCP", (part) => rtp.send(part));
  rtp.close();
  await closePorts(ports);
  await rest();
  const events = await metric("cti_event_log_events");
  return { memory: await memoryAtRest(node.ready.http), events };
}

/** An application that does something else with each call. */
function takeCalls(): void {
  let calls = 0;
  application.on("incoming", ({ res_id, from_uri, to_uri }) => {
    const lasts = `${to_uri}`.includes(ATTACKED);
    const isAnswered = lasts || `${from_uri}`.includes(RAW) || ++calls % 3 > 0;
    const [method, parameters] = isAnswered
      ? ["answer", { res_id, max_answer_seconds: lasts ? 3600 : 20 }]
      : ["drop", { res_id, cause: 486 }];
    // It may be gone by then.
    application.call(method, parameters).catch(() => {});
  });
}

async function flood(
  what: string,
  send: (count: number) => Promise<void>,
): Promise<void> {
  const start = performance.now();
  probe.waits.length = 0;
  await send(count / 2);
  const seconds = (performance.now() - start) / 1000;
  const waits = probe.waits.toSorted((a, b) => a - b);
  const at = (share: number) =>
    waits[Math.floor(share * (waits.length - 1))].toFixed(1);
  print(`${what}: ${count / 2} in ${seconds.toFixed()} s`);
  expect(
    Number(at(1)) < LONGEST_WAIT_MS,
    `the next OPTIONS: p50 ${at(0.5)}, p99 ${at(0.99)}, at most ${at(1)} ms`,
  );
}

async function metric(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const figures = await figuresOf(node.ready.http);
  return figures(name, labels);
}

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

async function openPorts(): Promise<(FuzzedPort & AnsweredCall)[]> {
  const ports: (FuzzedPort & AnsweredCall)[] = [];
  for (let n = 0; n < PORTS; n++) {
    const local = { transport: "udp", hostname: "127.0.0.1", port: 0 } as const;
    const socket = Deno.listenDatagram(local);
    const { port } = socket.addr as Deno.NetAddr;
    ports.push({ socket, ...await callOnceThereIsRoom(port) });
  }
  return ports;
}

/** Calls that nobody acknowledges keep their places for 32 s (timer H). */
async function callOnceThereIsRoom(rtpPort: number): Promise<AnsweredCall> {
  for (const late = Date.now() + REST_MS;;) {
    try {
      return await caller.call(node.sip, rtpPort);
    } catch (error) {
      if (Date.now() > late || !`${error}`.includes("503")) throw error;
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  }
}

/** The calls have lasted, and their packets were looked at. */
async function closePorts(
  ports: readonly (FuzzedPort & AnsweredCall)[],
): Promise<void> {
  const calls = await metric("cti_calls");
  expect(calls >= PORTS, "the calls under attack go on");
  const received = { direction: "received" };
  const seen = await Promise.all([
    metric("cti_rtp_packets_total", received),
    metric("cti_rtp_packets_refused_total"),
    metric("cti_rtcp_packets_total", received),
    metric("cti_rtcp_packets_refused_total"),
  ]);
  const [taken, refused, reports, reportsRefused] = seen;
  expect(
    seen.reduce((sum, packets) => sum + packets) > count / 3,
    `RTP: ${taken} taken, ${refused} refused; RTCP: ${reports}, ${reportsRefused}`,
  );
  for (const { session, socket } of ports) {
    session.hangUp(200);
    socket.close();
  }
}

async function stop(): Promise<void> {
  sip.close();
  probe.close();
  caller.agent.close();
  await application.close();
  const { code, log } = await node.stop();
  const errors = log.split("\n").filter((line) => line.includes('"error"'));
  expect(code === 0, `the node ended with code ${code}`);
  expect(errors.length === 0, `${errors.length} errors logged`);
  for (const line of errors.slice(0, 10)) print(line);
}

/** Waits for what has to end by itself; then nothing may be left. */
async function rest(): Promise<void> {
  await ended("cti_sip_transactions", "cti_sip_dialogs");
  for (const name of ["sessions", "dialogs", "transactions"]) {
    const left = await metric(`cti_sip_${name}`);
    expect(left === 0, `${left} SIP ${name} left`);
  }
  const open = await metric("cti_media_ports");
  expect(open === 0, `${open} media ports left`);
}

/** Waits until there are none of them any more, or for too long. */
async function ended(...names: readonly string[]): Promise<void> {
  const late = Date.now() + REST_MS;
  const left = async () => {
    const numbers = await Promise.all(names.map((name) => metric(name)));
    return numbers.some((number) => number > 0);
  };
  while (Date.now() < late && await left()) {
    await new Promise((resume) => setTimeout(resume, LOOK_MS));
  }
}

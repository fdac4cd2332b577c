import { join } from "node:path";
import { utf8 } from "../../runtime/base/bytes.ts";
import { answerTo, type LocalAudio } from "../../runtime/sdp/negotiate.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { sdpOf, type SipMessage } from "../../runtime/sip/message.ts";
import { parseMessage } from "../../runtime/sip/parse.ts";
import { serialize } from "../../runtime/sip/serialize.ts";
import { compile } from "../compile.ts";
import { contend, type Rival } from "../core/contest.ts";
import { Harness } from "../core/harness.ts";
import type { Row } from "../row.ts";
import { INVITE } from "./invite.ts";

const US: LocalAudio = {
  address: "198.51.100.20",
  rtpPort: 20_000,
  codecs: ["pcma", "pcmu", "gsm", "dvi4"],
  telephoneEvent: true,
  ptime: milliseconds(20),
  sessionId: 4,
  sessionVersion: 0,
};

/** What a real INVITE costs to read and to write, beside libosip2. */
export async function benchMessages(
  say: (text: string) => void,
): Promise<Row[]> {
  const folder = await Deno.makeTempDir({ prefix: "edge-cti-bench-sip-" });
  const osip = await startOsip(folder);
  if (!osip) say("not here: libosip2 (package libosip2-dev)");
  const bytes = utf8(INVITE);
  const message = read(bytes);
  const offer = sdpOf(message) ?? "";
  const pass = (name: string, pass: () => unknown, rival?: string) =>
    contend(
      "µs",
      [{ name, pass, count: 1000 }],
      osip && rival ? [rivalOf(osip, rival)] : [],
    );
  const rows = [
    ...await pass("read an INVITE", () => read(bytes), "parse"),
    ...await pass("write it", () => serialize(message), "serialize"),
    ...await pass("answer its offer", () => answerTo(offer, US)),
  ];
  await osip?.close();
  await Deno.remove(folder, { recursive: true });
  return rows;
}

function read(bytes: Uint8Array): SipMessage {
  const message = parseMessage(bytes);
  if (typeof message === "string") throw new TypeError(`INVITE: ${message}`);
  return message;
}

async function startOsip(folder: string): Promise<Harness | null> {
  await Deno.writeTextFile(join(folder, "invite.sip"), INVITE);
  const program = join(folder, "osip");
  const options = ["-O3", "-losip2", "-losipparser2"];
  return await compile("osip.c", options, program)
    ? await Harness.start(program, folder)
    : null;
}

/** Microseconds, as ours: a pass counts as a thousand. */
function rivalOf(osip: Harness, work: string): Rival {
  return {
    name: "libosip2",
    round: async () => await osip.round(work) / 1000,
  };
}

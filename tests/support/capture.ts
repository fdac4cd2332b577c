import { utf8 } from "../../runtime/base/bytes.ts";
import { run, type Running, start } from "./program.ts";

/**
 * What tshark's dissectors find wrong: malformed packets, errors and warnings.
 * Warnings of TCP are about the network; of SRTCP tshark warns that it has no
 * key, and its errors still count.
 */
const WRONG = "_ws.malformed || _ws.expert.severity >= error || " +
  "udp && !srtcp.encrypted_payload && _ws.expert.severity >= warning";

/** RTP of a node that has the usual ports. */
const RTP = "udp portrange 20000-29999";
/** Where nobody minds what comes (RFC 863). */
const DISCARD = 9;
const TAIL = 65_536;

/** What who has SIP on loopback sends and gets, written to a file (needs root). */
export class Capture {
  readonly #host: string;
  readonly #sipPort: number;
  readonly #file: string;
  readonly #running: Running;

  private constructor(host: string, sipPort: number, file: string) {
    this.#host = host;
    this.#sipPort = sipPort;
    this.#file = file;
    const ports = `port ${sipPort} or ${RTP} or port ${DISCARD}`;
    const options = ["-f", `host ${host} and (${ports})`, "-w", file];
    this.#running = start("dumpcap", ["-q", "-i", "lo", ...options]);
  }

  /** Begins, for whose SIP is at `sip`; resolves once it captures. */
  static async start(sip: string): Promise<Capture> {
    const colon = sip.lastIndexOf(":");
    const host = sip.slice(0, colon).replace(/[[\]]/g, "");
    const file = await Deno.makeTempFile({ suffix: ".pcapng" });
    const capture = new Capture(host, Number(sip.slice(colon + 1)), file);
    await capture.#reaches("begin");
    return capture;
  }

  /** Ends, and gives what is wrong with what it sent or got, a line each. */
  async wrong(which: "src" | "dst" = "src"): Promise<string[]> {
    await this.#reaches("end");
    this.#running.stop();
    await this.#running.ended;
    const family = this.#host.includes(":") ? "ipv6" : "ip";
    const found = (what: string) =>
      this.#read(`${family}.${which} == ${this.#host} && (${what})`);
    const sip = await found("sip");
    const wrong = await found(WRONG);
    await Deno.remove(this.#file);
    return sip.length > 0 ? wrong : ["No SIP was captured"];
  }

  /** The packets that a display filter lets through, a line each. */
  async #read(filter: string): Promise<string[]> {
    const port = this.#sipPort;
    const text = await run("tshark", [
      ...["-r", this.#file, "-Y", filter],
      ...["-d", `udp.port==${port},sip`, "-d", `tcp.port==${port},sip`],
      ...["-T", "fields", "-E", "quote=d"],
      ...["-e", "frame.number", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info"],
      ...["-e", "_ws.expert.message"],
    ]);
    // What tshark remarks beside them is in no quotes.
    return text.split("\n").filter((line) => line.startsWith('"'));
  }

  /** Sends a word until it is in the file: so is all that was sent before. */
  async #reaches(word: string): Promise<void> {
    const hostname = this.#host;
    const socket = Deno.listenDatagram({ hostname, port: 0, transport: "udp" });
    const to = { hostname, port: DISCARD, transport: "udp" } as const;
    while (!(await this.#tail()).includes(word)) {
      await socket.send(utf8(word), to);
      await new Promise((resume) => setTimeout(resume, 50));
    }
    socket.close();
  }

  async #tail(): Promise<string> {
    using file = await Deno.open(this.#file);
    const { size } = await file.stat();
    await file.seek(Math.max(0, size - TAIL), Deno.SeekMode.Start);
    return await new Response(file.readable).text();
  }
}

import { run, type Running, start } from "./program.ts";

/** What tshark's dissectors find wrong: malformed packets and errors. */
const WRONG = "_ws.malformed || _ws.expert.severity >= error";

/** Packets of loopback, written to a file while it runs (needs root). */
export class Capture {
  readonly #file: string;
  readonly #running: Running;

  private constructor(file: string, running: Running) {
    this.#file = file;
    this.#running = running;
  }

  /** Begins; `filter` in the words of tcpdump. Resolves once it captures. */
  static async start(filter: string): Promise<Capture> {
    const file = await Deno.makeTempFile({ suffix: ".pcapng" });
    const empty = (await Deno.stat(file)).size;
    const options = ["-i", "lo", "-f", filter, "-w", file];
    const running = start("dumpcap", ["-q", ...options]);
    // It has opened the device when the file has its first block.
    while ((await Deno.stat(file)).size === empty) {
      await new Promise((resume) => setTimeout(resume, 20));
    }
    return new Capture(file, running);
  }

  /**
   * Ends, and gives what is wrong with what this host sent, a line each;
   * SIP is looked for at `sipPort`, RTP where its SDP says.
   */
  async wrong(host: string, sipPort: number): Promise<string[]> {
    this.#running.stop();
    await this.#running.ended;
    const family = host.includes(":") ? "ipv6" : "ip";
    const found = (what: string) =>
      this.#read(`${family}.src == ${host} && (${what})`, sipPort);
    const sip = await found("sip");
    const wrong = await found(WRONG);
    await Deno.remove(this.#file);
    return sip.length > 0 ? wrong : ["No SIP was captured"];
  }

  /** The packets that a display filter lets through, a line each. */
  async #read(filter: string, sipPort: number): Promise<string[]> {
    const text = await run("tshark", [
      ...["-r", this.#file, "-Y", filter],
      ...["-d", `udp.port==${sipPort},sip`, "-d", `tcp.port==${sipPort},sip`],
      ...["-T", "fields", "-E", "quote=d"],
      ...["-e", "frame.number", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info"],
      ...["-e", "_ws.expert.message"],
    ]);
    // What tshark remarks beside them is in no quotes.
    return text.split("\n").filter((line) => line.startsWith('"'));
  }
}

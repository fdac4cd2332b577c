import { listening } from "./listening.ts";
import { type Running, start } from "./program.ts";

const QUIET = ["--no-daemon", "--no-resolv", "--no-hosts", "--user=root"]
  .concat("--conf-file=/dev/null", "--pid-file=", "--bind-interfaces");

/** Debian's dnsmasq as a name server for the zone `test`, on loopback. */
export class Dnsmasq {
  readonly nameServer: { readonly ipAddr: string; readonly port: number };
  readonly #running: Running;

  private constructor(running: Running, port: number) {
    this.#running = running;
    this.nameServer = { ipAddr: "127.0.0.1", port };
  }

  /** Starts one; `records` in its own words, such as `host-record=a.test,::1`. */
  static async start(
    port: number,
    records: readonly string[],
  ): Promise<Dnsmasq> {
    const place = [`--port=${port}`, "--listen-address=127.0.0.1"];
    const zone = ["--local=/test/", ...records.map((one) => `--${one}`)];
    const running = start("dnsmasq", [...QUIET, ...place, ...zone]);
    const early = running.ended.then(({ output }) => Promise.reject(output));
    await Promise.race([listening(`127.0.0.1:${port}`), early]);
    early.catch(() => {});
    return new Dnsmasq(running, port);
  }

  async stop(): Promise<void> {
    this.#running.stop();
    await this.#running.ended;
  }
}

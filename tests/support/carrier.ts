import { listening } from "./listening.ts";
import { run, type Running, start } from "./program.ts";

const CONFIG = new URL("../interop/kamailio/carrier.cfg", import.meta.url);

export interface CarrierOptions {
  /** Of UDP and TCP, on 127.0.0.1; TLS is one above. */
  readonly port: number;
  /** Where the numbers ring that its customer calls, as a URI. */
  readonly rings: string;
  /** By which it wants to be shown that the password is known. */
  readonly algorithm: "MD5" | "SHA-256";
}

/** What its customer is told. */
export const ACCOUNT = { username: "4711", password: "secret" };
export const DOMAIN = "carrier.test";

/**
 * A carrier of Kamailio: registrar and proxy, with digest, that records its
 * route. Its certificate is signed by an authority of its own.
 */
export class Carrier {
  readonly #running: Running;
  #stopped = false;
  /** PEM file of who signed its certificate. */
  readonly authority: string;

  private constructor(running: Running, authority: string) {
    this.#running = running;
    this.authority = authority;
  }

  /** Resolves once it listens. */
  static async start(options: CarrierOptions): Promise<Carrier> {
    const { port, rings, algorithm } = options;
    const folder = await Deno.makeTempDir();
    await certify(folder);
    const running = start("kamailio", [
      ...["-f", CONFIG.pathname, "-DD", "-E", "-m", 32, "-M", 4],
      ...["-Y", folder, "-w", folder],
      ...["--substdef", `!TLS_PORT!${port + 1}!`],
      ...["--substdef", `!PORT!${port}!`],
      ...["--substdefs", `!RINGS!${rings}!`],
      ...["--substdefs", `!ALGORITHM!${algorithm}!`],
      ...["--substdefs", `!TLS_CERTIFICATE!${folder}/carrier.pem!`],
      ...["--substdefs", `!TLS_KEY!${folder}/carrier.key!`],
    ]);
    const early = running.ended.then(({ output }) => Promise.reject(output));
    await Promise.race([listening(`127.0.0.1:${port}`), early]);
    early.catch(() => {});
    return new Carrier(running, `${folder}/authority.pem`);
  }

  /** Ends it; gives all that it said. */
  async stop(): Promise<string> {
    if (!this.#stopped) this.#running.stop();
    this.#stopped = true;
    return (await this.#running.ended).output;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** An authority, and a certificate by it for the carrier's name. */
async function certify(folder: string): Promise<void> {
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
  ];
  const openssl = (...args: readonly string[]) => run("openssl", args, folder);
  await openssl(
    ...["req", "-x509", ...key, "-subj", "/CN=Test authority", "-days", "2"],
    ...["-keyout", "authority.key", "-out", "authority.pem"],
  );
  await openssl(
    ...["req", "-x509", ...key, "-subj", `/CN=${DOMAIN}`, "-days", "2"],
    ...["-CA", "authority.pem", "-CAkey", "authority.key"],
    ...["-addext", `subjectAltName=DNS:${DOMAIN},DNS:localhost,IP:127.0.0.1`],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-keyout", "carrier.key", "-out", "carrier.pem"],
  );
}

import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Config } from "../config.ts";
import { type Identity, selfSigned } from "../net/self_signed.ts";
import type { Streams } from "../net/stream.ts";
import { tlsStreams } from "../net/tls.ts";

/** Only the node itself reads its key. */
const SECRET = 0o600;
const ANY_ADDRESS = ["0.0.0.0", "::"];

/**
 * TLS over `under`, if a transport of the settings needs it; null otherwise.
 *
 * @throws what reading, writing and using the files throw
 */
export async function securedStreams(
  config: Config,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  under: Streams,
): Promise<Streams | null> {
  const { CTI_SIP_TRANSPORTS: wanted } = config;
  if (!wanted.includes("tls") && !wanted.includes("wss")) return null;
  const identity = await ownIdentity(config, clock, log);
  const roots = await furtherRoots(config);
  return tlsStreams(under, { identity, roots, log });
}

/**
 * The certificate and key of the settings; without them those in
 * `CTI_DATA_DIR/tls`, which are made where there are none.
 */
async function ownIdentity(
  config: Config,
  clock: Clock,
  log: Log,
): Promise<Identity> {
  const { CTI_TLS_CERT: cert, CTI_TLS_KEY: key } = config;
  if (cert !== null && key !== null) return await read(cert, key);
  const folder = join(config.CTI_DATA_DIR, "tls");
  const paths = [join(folder, "cert.pem"), join(folder, "key.pem")] as const;
  try {
    return await read(...paths);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const made = await selfSigned(namesOf(config), clock.date());
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(paths[1], made.key, { mode: SECRET });
  await Deno.writeTextFile(paths[0], made.cert);
  const [file] = paths;
  log.warn("A certificate was made that nobody has signed", { file });
  return made;
}

/** The further roots of `CTI_TLS_CA`. */
async function furtherRoots(config: Config): Promise<string[]> {
  return await Array.fromAsync(
    config.CTI_TLS_CA,
    (path) => Deno.readTextFile(path),
  );
}

async function read(cert: string, key: string): Promise<Identity> {
  return {
    cert: await Deno.readTextFile(cert),
    key: await Deno.readTextFile(key),
  };
}

/** By what others may know this machine. */
function namesOf(config: Config): string[] {
  const { CTI_ADVERTISED_HOST: advertised, CTI_SIP_HOST: bound } = config;
  if (advertised !== null) return [advertised];
  if (!ANY_ADDRESS.includes(bound)) return [bound];
  const addresses = Deno.networkInterfaces().map(({ address }) => address);
  return [...new Set([Deno.hostname(), ...addresses])];
}

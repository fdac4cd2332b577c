import type { CoreExports } from "./exports.ts";

/**
 * The crypto suites that the core knows (RFC 4568 §6.2), the strongest first,
 * and how many octets of a tag each puts behind RTP.
 */
export const CRYPTO_SUITES = {
  AES_CM_128_HMAC_SHA1_80: 10,
  AES_CM_128_HMAC_SHA1_32: 4,
} as const;

export type CryptoSuite = keyof typeof CRYPTO_SUITES;

/** A master key and the salt behind it, in octets (RFC 3711 §8.2). */
export const MASTER_KEY_OCTETS = 30;
/** Where `secure` of `assembly/ports.ts` looks for the peer's. */
const PEER_KEY_AT = 32;

/** What one side of a stream makes its SRTP with. */
export interface MasterKey {
  readonly suite: CryptoSuite;
  /** 16 of key and 14 of salt. Secret: never to be logged. */
  readonly octets: Uint8Array;
  /** Octets that name the key in each packet (RFC 3711 §3.1, MKI); 0 for none. */
  readonly nameOctets: number;
}

/** The keys of a stream both of whose ways are SRTP (RFC 3711). */
export interface SrtpKeys {
  readonly send: MasterKey;
  readonly receive: MasterKey;
}

/** Gives a port its keys; with null both ways are plain. */
export function setKeys(
  core: CoreExports,
  port: number,
  keys: SrtpKeys | null,
): void {
  if (!keys) return core.expose(port);
  const { send, receive } = keys;
  const at = core.exchange();
  const room = new Uint8Array(core.memory.buffer, at, 2 * PEER_KEY_AT);
  room.set(checked(send));
  room.set(checked(receive), PEER_KEY_AT);
  const [ours, theirs] = [send, receive].map((key) => CRYPTO_SUITES[key.suite]);
  core.secure(port, at, ours, theirs, receive.nameOctets);
  room.fill(0);
}

function checked({ octets }: MasterKey): Uint8Array {
  if (octets.length === MASTER_KEY_OCTETS) return octets;
  throw new TypeError(`No master key of ${octets.length} octets`);
}

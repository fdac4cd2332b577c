import { isIP } from "node:net";
import { utf8 } from "../base/bytes.ts";
import type { UnixSeconds } from "../base/units.ts";
import { der, derInteger, derOid, TAGS } from "./der.ts";
import { addressBytes } from "./ip_address.ts";

/** A certificate chain and its private key, both PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** RFC 5758 §3.2. */
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
/** RFC 5280 appendix A. */
const COMMON_NAME = "2.5.4.3";
const SUBJECT_ALT_NAME = "2.5.29.17";
const BASIC_CONSTRAINTS = "2.5.29.19";
/** §4.2.1.6, `GeneralName`. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** §4.1: `version [0]`, 2 for v3, and `extensions [3]`. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const V3 = Uint8Array.of(2);
/** §4.1.2.2: at most 20 octets, and not negative. */
const SERIAL_BYTES = 16;
const DAY = 86_400;
/** A clock that is behind finds it valid too. */
const BEFORE = DAY;
/** Nobody renews it: longer than the machine lives. */
const AFTER = 3650 * DAY;
const LINE = 64;

/**
 * Makes a key and a certificate that it signs itself, for these host names and
 * addresses (RFC 5280; ECDSA on P-256 with SHA-256).
 */
export async function selfSigned(
  hosts: readonly string[],
  now: UnixSeconds,
): Promise<Identity> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const body = bodyOf(hosts, now, new Uint8Array(spki));
  const raw = await crypto.subtle.sign(ALGORITHM, pair.privateKey, body);
  const signature = bitString(signatureOf(new Uint8Array(raw)));
  const certificate = der(TAGS.sequence, body, algorithm(), signature);
  const key = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  return {
    cert: pem("CERTIFICATE", certificate),
    key: pem("PRIVATE KEY", new Uint8Array(key)),
  };
}

/** `TBSCertificate` (§4.1). */
function bodyOf(
  hosts: readonly string[],
  now: UnixSeconds,
  spki: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const serial = crypto.getRandomValues(new Uint8Array(SERIAL_BYTES));
  const name = nameOf(hosts[0]);
  return der(
    TAGS.sequence,
    der(VERSION, der(TAGS.integer, V3)),
    derInteger(serial),
    algorithm(),
    name,
    der(TAGS.sequence, time(now - BEFORE), time(now + AFTER)),
    name,
    spki,
    der(EXTENSIONS, der(TAGS.sequence, ...extensions(hosts))),
  );
}

function extensions(hosts: readonly string[]): Uint8Array[] {
  const names = hosts.map((host) =>
    isIP(host) === 0
      ? der(DNS_NAME, utf8(host))
      : der(IP_ADDRESS, addressBytes(host))
  );
  return [
    extension(SUBJECT_ALT_NAME, der(TAGS.sequence, ...names)),
    // Empty: no authority, so that it may stand for a server (§4.2.1.9).
    extension(BASIC_CONSTRAINTS, der(TAGS.sequence)),
  ];
}

function extension(oid: string, value: Uint8Array): Uint8Array {
  return der(TAGS.sequence, derOid(oid), der(TAGS.octetString, value));
}

function algorithm(): Uint8Array {
  return der(TAGS.sequence, derOid(ECDSA_WITH_SHA256));
}

function nameOf(host: string): Uint8Array {
  const attribute = [derOid(COMMON_NAME), der(TAGS.utf8String, utf8(host))];
  return der(TAGS.sequence, der(TAGS.set, der(TAGS.sequence, ...attribute)));
}

/** Two digits for the year through 2049, four from then on (§4.1.2.5). */
function time(seconds: number): Uint8Array {
  const text = new Date(seconds * 1000).toISOString();
  const digits = `${text.replace(/[-:T]|\..*/g, "")}Z`;
  return digits < "2050"
    ? der(TAGS.utcTime, utf8(digits.slice(2)))
    : der(TAGS.generalizedTime, utf8(digits));
}

/** WebCrypto gives the two numbers side by side, X.509 wants DER (RFC 3279). */
function signatureOf(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const [r, s] = [raw.subarray(0, half), raw.subarray(half)];
  return der(TAGS.sequence, derInteger(r), derInteger(s));
}

function bitString(bytes: Uint8Array): Uint8Array {
  return der(TAGS.bitString, Uint8Array.of(0), bytes);
}

function pem(label: string, bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  const lines: string[] = [];
  for (let at = 0; at < base64.length; at += LINE) {
    lines.push(base64.slice(at, at + LINE));
  }
  const [begin, end] = ["BEGIN", "END"].map((w) => `-----${w} ${label}-----`);
  return [begin, ...lines, end, ""].join("\n");
}

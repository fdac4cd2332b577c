import { isIP } from "node:net";
import { textOf } from "../base/bytes.ts";
import { type Element, readDer, TAGS } from "./der.ts";
import { addressBytes, textOfAddress } from "./ip_address.ts";

/** A certificate as the system's TLS gives it. */
export interface PeerCertificate {
  /** DER. */
  readonly raw: Uint8Array;
  readonly subject: { readonly CN?: string | readonly string[] };
}

/** Whom a certificate is for. */
export interface Names {
  /** Domains, in lower case. */
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
}

/** Tags of `GeneralName` (RFC 5280 §4.2.1.6). */
const DNS_NAME = 0x82;
const URI = 0x86;
const IP_ADDRESS = 0x87;
/** `extensions [3]` of `TBSCertificate` (§4.1). */
const EXTENSIONS = 0xa3;
/** 2.5.29.17, subjectAltName, as DER has it. */
const ALT_NAME = "85,29,17";

/**
 * Says whether a certificate names `host`, as SIP has it (RFC 5922 §7): the
 * `sip:` URIs in its subjectAltName, without those its DNS names, and its CN
 * where it has no subjectAltName; whole and without wildcards. An address has
 * to be there as an address.
 */
export function isNamed(host: string, certificate: PeerCertificate): boolean {
  const names = namesOf(certificate);
  if (isIP(host) === 0) return names.hosts.includes(host.toLowerCase());
  const plain = textOfAddress(addressBytes(host));
  return names.addresses.includes(plain);
}

/** RFC 5922 §7.1. */
export function namesOf({ raw, subject }: PeerCertificate): Names {
  const names = altNames(raw);
  if (names === null) return { hosts: commonNames(subject), addresses: [] };
  const texts = (wanted: number) =>
    names.filter(({ tag }) => tag === wanted).map(({ value }) => textOf(value));
  const uris = texts(URI).map(domainOf).filter((domain) => domain !== null);
  const hosts = uris.length > 0 ? uris : texts(DNS_NAME);
  const addresses = names.filter(isAddress)
    .map(({ value }) => textOfAddress(value));
  return { hosts: hosts.map((host) => host.toLowerCase()), addresses };
}

function isAddress({ tag, value }: Element): boolean {
  return tag === IP_ADDRESS && (value.length === 4 || value.length === 16);
}

function commonNames({ CN = [] }: PeerCertificate["subject"]): string[] {
  return [CN].flat().map((name) => name.toLowerCase());
}

/** The domain of `sip:domain`; with a user it is a person's. */
function domainOf(uri: string): string | null {
  const [scheme, domain, ...more] = uri.split(":");
  const fits = scheme.toLowerCase() === "sip" && more.length === 0;
  return fits && domain && !domain.includes("@") ? domain : null;
}

/** The elements of subjectAltName; null where there is none. */
function altNames(raw: Uint8Array): readonly Element[] | null {
  const [certificate] = readDer(raw) ?? [];
  const [body] = inside(certificate);
  const extensions = inside(body).find(({ tag }) => tag === EXTENSIONS);
  for (const extension of inside(inside(extensions)[0])) {
    const [oid, ...rest] = inside(extension);
    if (oid?.tag !== TAGS.oid || oid.value.join() !== ALT_NAME) continue;
    return inside(inside(rest.at(-1))[0]);
  }
  return null;
}

function inside(element: Element | undefined): readonly Element[] {
  return element ? readDer(element.value) ?? [] : [];
}

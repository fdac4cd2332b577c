/** Which service of a domain to ask for next (RFC 3403 §4.1). */
export interface Naptr {
  readonly order: number;
  readonly preference: number;
  readonly flags: string;
  readonly services: string;
  readonly regexp: string;
  readonly replacement: string;
}

/** Where a service is (RFC 2782). */
export interface Srv {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** A host; `.`: the service is decidedly not available. */
  readonly target: string;
}

/**
 * What names stand for. A question never fails: where there is no answer, for
 * whatever reason, the list is empty.
 */
export interface Dns {
  naptr(domain: string): Promise<readonly Naptr[]>;
  srv(service: string): Promise<readonly Srv[]>;
  /** The IP addresses of a host, in the order in which to try them. */
  addresses(host: string): Promise<readonly string[]>;
}

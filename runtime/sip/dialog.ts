import type { Field, Headers } from "./headers.ts";
import { NO_BODY, type SipRequest, type SipResponse } from "./message.ts";
import { type NameAddr, parseNameAddr, tagOf } from "./name_addr.ts";
import type { Hop } from "./transport.ts";
import { formatUri, parseUri, type SipUri } from "./uri.ts";
import { hasUniqueBranch } from "./via.ts";

/** A request that lacks only what depends on the hop it takes. */
export interface Draft {
  readonly method: string;
  /** Request-URI. */
  readonly uri: string;
  /** Whose address the request is sent to. */
  readonly nextHop: SipUri;
  /** Whose addresses are tried after those of `nextHop`. */
  readonly otherHops?: readonly SipUri[];
  readonly cseq: number;
  readonly fields: readonly Field[];
  readonly body?: Uint8Array;
  /** What else it says once its way is known, such as a Contact. */
  readonly at?: (hop: Hop) => Pick<Draft, "fields" | "body">;
}

interface Parts {
  readonly callId: string;
  /** From or To as this end writes them, with their tags. */
  readonly local: string;
  readonly remote: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly routes: readonly string[];
  readonly target: string;
  readonly localSeq: number;
  readonly remoteSeq: number;
  readonly isCaller: boolean;
}

/** A dialog of RFC 3261 §12: who talks to whom, by which way, how far. */
export class Dialog {
  readonly #parts: Parts;
  #routes: readonly string[];
  #target: string;
  #localSeq: number;
  #remoteSeq: number;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#routes = parts.routes;
    this.#target = parts.target;
    this.#localSeq = parts.localSeq;
    this.#remoteSeq = parts.remoteSeq;
  }

  /** As the side that was called (§12.1.1); null without a usable Contact. */
  static asServer(invite: SipRequest, localTag: string): Dialog | null {
    const { headers, callId, cseq } = invite;
    const target = remoteTarget(invite);
    if (target === null) return null;
    return new Dialog({
      callId,
      local: `${headers.first("To")};tag=${localTag}`,
      remote: headers.first("From") ?? "",
      localTag,
      remoteTag: tagOf(invite.from) ?? "",
      routes: headers.list("Record-Route"),
      target,
      localSeq: 0,
      remoteSeq: cseq.number,
      isCaller: false,
    });
  }

  /** As the side that called (§12.1.2). */
  static asClient(invite: SipRequest, response: SipResponse): Dialog {
    const { headers } = response;
    return new Dialog({
      callId: invite.callId,
      local: invite.headers.first("From") ?? "",
      remote: headers.first("To") ?? "",
      localTag: tagOf(invite.from) ?? "",
      remoteTag: tagOf(response.to) ?? "",
      routes: headers.list("Record-Route").reverse(),
      target: contactUri(headers) ?? invite.uri,
      localSeq: invite.cseq.number,
      // Nothing came from there yet: the first number is the peer's to choose.
      remoteSeq: -1,
      isCaller: true,
    });
  }

  /** The dialog ID (§12). */
  get key(): string {
    const { callId, localTag, remoteTag } = this.#parts;
    return dialogKey(callId, localTag, remoteTag);
  }

  /** Whether this end called, and so made the Call-ID. */
  get isCaller(): boolean {
    return this.#parts.isCaller;
  }

  /** Where our requests are addressed to: the peer's Contact. */
  get target(): string {
    return this.#target;
  }

  /**
   * Whether a request is in order; one below the highest CSeq so far is not
   * (§12.2.2).
   */
  accepts({ cseq }: SipRequest): boolean {
    if (cseq.number < this.#remoteSeq) return false;
    this.#remoteSeq = cseq.number;
    return true;
  }

  /** The 2xx says anew by which way, and where to (§13.2.2.4). */
  confirm(response: SipResponse): void {
    this.#routes = response.headers.list("Record-Route").reverse();
    this.refreshTarget(response);
  }

  /** A re-INVITE or its 2xx says where the peer is now (§12.2). */
  refreshTarget(message: SipRequest | SipResponse): void {
    this.#target = contactUri(message.headers) ?? this.#target;
  }

  /** The next request in this dialog (§12.2.1.1). */
  request(
    method: string,
    fields: readonly Field[] = [],
    body = NO_BODY,
  ): Draft {
    return { ...this.#draft(method, this.nextCSeq(), fields), body };
  }

  /** The number of the next request, and of one that is sent once more. */
  nextCSeq(): number {
    return ++this.#localSeq;
  }

  /**
   * The ACK to the 2xx of an INVITE: its number, and its answers to challenges
   * (§13.2.2.4).
   */
  acknowledge({ cseq, headers }: SipRequest): Draft {
    const answers = headers.fields.filter(([name]) =>
      name === "Authorization" || name === "Proxy-Authorization"
    );
    return this.#draft("ACK", cseq.number, answers);
  }

  #draft(method: string, cseq: number, fields: readonly Field[]): Draft {
    const { callId, local, remote } = this.#parts;
    const { uri, nextHop, routes } = this.#way();
    return {
      method,
      uri,
      nextHop,
      cseq,
      fields: [
        ...routes.map((route): Field => ["Route", route]),
        ["From", local],
        ["To", remote],
        ["Call-ID", callId],
        ...fields,
      ],
    };
  }

  #way(): { uri: string; nextHop: SipUri; routes: readonly string[] } {
    const routes = this.#routes;
    const target = known(parseUri(this.#target));
    const uri = formatUri(target);
    if (routes.length === 0) return { uri, nextHop: target, routes };
    const first = routeUri(routes[0]) ?? target;
    if (first.parameters.has("lr")) return { uri, nextHop: first, routes };
    const strict = [...routes.slice(1), `<${uri}>`];
    return { uri: formatUri(first), nextHop: first, routes: strict };
  }
}

export function dialogKey(
  callId: string,
  localTag: string,
  remoteTag: string,
): string {
  return `${callId}\n${localTag}\n${remoteTag}`;
}

/**
 * Where requests go to whoever sent this INVITE: its Contact, without which
 * there may be only RFC 2543 (§6.13 there: From instead; RFC 4475 §3.4.1).
 */
export function remoteTarget(
  { via, from, headers }: SipRequest,
): string | null {
  const isOld = !hasUniqueBranch(via) && headers.first("Contact") === null;
  if (!isOld) return contactUri(headers);
  return typeof parseUri(from.uri) === "string" ? null : from.uri;
}

/** The URI of the only Contact, if it is one that requests can go to. */
export function contactUri(headers: Headers): string | null {
  const [only] = headers.list("Contact");
  const contact: NameAddr | "malformed" = parseNameAddr(only ?? "");
  if (contact === "malformed") return null;
  return typeof parseUri(contact.uri) === "string" ? null : contact.uri;
}

/** The URI that an element of Route, Record-Route or Contact holds. */
export function routeUri(route: string): SipUri | null {
  const address = parseNameAddr(route);
  if (address === "malformed") return null;
  const uri = parseUri(address.uri);
  return typeof uri === "string" ? null : uri;
}

function known(uri: SipUri | string): SipUri {
  if (typeof uri === "string") throw new TypeError(`A target is ${uri}`);
  return uri;
}

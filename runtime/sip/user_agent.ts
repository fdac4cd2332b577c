import type { Cancel } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import { CtiError } from "../base/fault.ts";
import type { Log } from "../base/log.ts";
import type { SocketAddress } from "../net/datagram.ts";
import type { Dns } from "../net/dns.ts";
import {
  RECOMMENDED_INTERVAL,
  type SessionInterval,
} from "./asked_interval.ts";
import type { Credentials } from "./credentials.ts";
import {
  Admission,
  type AdmissionLimits,
  limitsFor,
  type Silence,
} from "./admission.ts";
import { Dialog, dialogKey } from "./dialog.ts";
import { type Account, DigestClient } from "./digest_client.ts";
import { DigestServer, type ProtectionSpace } from "./digest_server.ts";
import { Endpoint } from "./endpoint.ts";
import { IncomingInvite } from "./incoming_invite.ts";
import { callerOf, type Invitation, uriFrom } from "./invitation.ts";
import type { InviteUsage } from "./invite_usage.ts";
import type { SipRequest } from "./message.ts";
import { tagOf } from "./name_addr.ts";
import { type Objection, objectionTo } from "./objection.ts";
import { openTransports, type Reachable } from "./open_transports.ts";
import { OutgoingInvite } from "./outgoing_invite.ts";
import { ping } from "./ping.ts";
import { Registration, type RegistrationParts } from "./registration.ts";
import { respond } from "./respond.ts";
import { CAPABLE, Screen } from "./screen.ts";
import type { ServerTransaction } from "./server_transaction.ts";
import type { IncomingSession, OutgoingSession } from "./session.ts";
import { intervalObjection } from "./session_timer.ts";
import { TransactionLayer } from "./transaction_layer.ts";
import type { Hop, Transport } from "./transport.ts";
import type { SipUri } from "./uri.ts";

export interface UserAgentOptions extends Reachable {
  readonly log: Log;
  /** What Contact and Via say; null for our address on the route to the peer. */
  readonly advertisedHost: string | null;
  /** Our address on the route to a peer's. */
  readonly routeTo: (address: string) => string;
  /** What host names stand for. */
  readonly dns: Dns;
  /** A session comes in; the listener is best set before this returns. */
  readonly onInvite: (session: IncomingSession) => void;
  /** Whose requests are taken, by IP address; everybody's where it is absent. */
  readonly acceptsFrom?: (address: string) => boolean;
  /** What lets others in, who are refused with 403 where it is absent. */
  readonly protection?: ProtectionSpace | null;
  /**
   * Whether there is no room for another session. An INVITE is answered 503
   * then before anything is remembered about it; never where it is absent.
   */
  readonly isFull?: () => boolean;
  /** How much is taken of whom, where that is not for a node of its size. */
  readonly limits?: AdmissionLimits;
  /** Whether the operator has named that address: it may hurry. */
  readonly vouchesFor?: (address: string) => boolean;
  /** What it wants of session timers; what RFC 4028 recommends if absent. */
  readonly sessionInterval?: SessionInterval;
}

/** One way in. */
export interface Place {
  /** In lower case, such as `udp`. */
  readonly transport: string;
  readonly local: SocketAddress;
}

/** What is alive: all 0 on a node at rest. */
export interface Alive {
  readonly transactions: number;
  readonly dialogs: number;
  readonly sessions: number;
}

/** Where nobody says how many calls and how fast. */
const LIMITS = limitsFor(1000, 1000);

/** A SIP user agent (RFC 3261 §8): takes calls, makes calls. */
export class UserAgent {
  readonly #options: UserAgentOptions;
  readonly #endpoint: Endpoint;
  readonly #transports: readonly [Transport, ...Transport[]];
  readonly #transactions: TransactionLayer;
  readonly #admission: Admission;
  readonly #screening: Screen;
  readonly #registrations: Registration[] = [];
  /**
   * Requests turned away before anything was remembered about them, by status.
   * One that comes again, because its answer was lost, counts again.
   */
  readonly turnedAway = new Counts();

  /** Throws what opening the transports throws. */
  constructor(options: UserAgentOptions) {
    const { clock, chance, log, advertisedHost, routeTo, dns } = options;
    this.#options = options;
    this.#admission = new Admission({
      clock,
      log,
      limits: options.limits ?? LIMITS,
      vouchesFor: options.vouchesFor ?? (() => false),
    });
    this.#transactions = new TransactionLayer({
      clock,
      chance,
      log,
      admission: this.#admission,
      user: {
        request: (transaction) => this.#request(transaction),
        ack: (request) => this.#usageOf(request)?.ack(request),
        screen: (request, source) => this.#judge(request, source),
      },
    });
    this.#screening = this.#screen();
    this.#transports = openTransports(options, {
      message: (bytes, from) =>
        this.#guarded(() => this.#transactions.receive(bytes, from)),
      broken: (head, fault, from) =>
        this.#guarded(() => this.#transactions.refuse(head, fault, from)),
      disconnected: (from) =>
        this.#guarded(() => this.#transactions.disconnected(from)),
      unreachable: (quoted, to) =>
        this.#guarded(() => this.#transactions.unreachable(quoted, to)),
      needs: ({ address }) => this.#endpoint.talksTo(address.address),
    });
    this.#endpoint = new Endpoint({
      clock,
      chance,
      transactions: this.#transactions,
      transports: this.#transports,
      advertisedHost,
      routeTo,
      dns,
      log,
      sessionInterval: options.sessionInterval ?? RECOMMENDED_INTERVAL,
    });
  }

  /** The address that is bound, with the port that was given for 0. */
  get local(): SocketAddress {
    return this.#transports[0].local;
  }

  /** What it is reached by, such as `udp` and `tcp`, and where. */
  get places(): readonly Place[] {
    return this.#transports.map(({ name, local }) => {
      return { transport: name.toLowerCase(), local };
    });
  }

  get counts(): Alive {
    const { dialogs, sessions } = this.#endpoint;
    return {
      transactions: this.#transactions.count,
      dialogs: dialogs.size,
      sessions: sessions.size,
    };
  }

  /** Addresses that something is remembered about. */
  get sources(): number {
    return this.#admission.sources;
  }

  /** What was left without an answer, and why. */
  get silences(): Counts<Silence> {
    return this.#admission.silences;
  }

  /**
   * Starts a session. If its name cannot be resolved it ends with 404.
   *
   * @throws {CtiError} `badParams` for what is no SIP URI, `dialRefused` for a
   * transport that is not here
   */
  invite(invitation: Invitation): OutgoingSession {
    const { from, to, sdp, fields = () => [], credentials = null } = invitation;
    const target = uriFrom(to, "to");
    const [nextHop = target, ...otherHops] = invitation.route ?? [];
    if (!this.#endpoint.reaches(nextHop)) {
      throw new CtiError("dialRefused", `No transport for ${to}`);
    }
    const offer = typeof sdp === "string" ? () => sdp : sdp;
    return new OutgoingInvite(this.#endpoint, {
      ...invitation,
      from: typeof from === "string" ? callerOf(from) : from,
      to: target,
      nextHop,
      otherHops,
      offer,
      fields,
      credentials,
    });
  }

  /** The ways to a URI, the best first; none where nobody knows it. */
  locate(uri: SipUri, found: (hops: readonly Hop[]) => void): Cancel {
    return this.#endpoint.locate(uri, found);
  }

  /** What answers challenges in that name, and remembers them. */
  credentials(account: Account): Credentials {
    return new DigestClient(account, this.#options.chance);
  }

  /** What keeps a binding at a registrar, once it is started. */
  registration(parts: RegistrationParts): Registration {
    const registration = new Registration(this.#endpoint, parts);
    this.#registrations.push(registration);
    return registration;
  }

  /** Asks by OPTIONS whether there is somebody at a hop; told once. */
  ping(hop: Hop, uri: SipUri, told: (isAlive: boolean) => void): void {
    ping(this.#endpoint, hop, uri, told);
  }

  /** Closes its sockets and forgets everything without a word. */
  close(): void {
    for (const registration of this.#registrations) registration.close();
    this.#endpoint.close();
  }

  /** A mistake of ours over one message must not stop those that follow. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log.error("A SIP message went wrong", { error });
    }
  }

  #screen(): Screen {
    const { clock, chance, protection } = this.#options;
    const everybody = () => true;
    const nobody = () => false;
    const { acceptsFrom, vouchesFor, isFull, sessionInterval } = this.#options;
    return new Screen({
      admission: this.#admission,
      transactions: this.#transactions,
      dialogOf: (request) => this.#usageOf(request),
      acceptsFrom: acceptsFrom ?? everybody,
      digest: protection
        ? new DigestServer({ clock, chance, ...protection })
        : null,
      vouchesFor: vouchesFor ?? nobody,
      isFull: isFull ?? nobody,
      sessionInterval: sessionInterval ?? RECOMMENDED_INTERVAL,
    });
  }

  #judge(request: SipRequest, source: Hop): Objection | Silence | null {
    const verdict = this.#screening.judge(request, source);
    const refused = verdict !== null && typeof verdict !== "string" &&
      verdict !== CAPABLE;
    if (refused) this.turnedAway.add(`${verdict.status}`);
    return verdict;
  }

  #request(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (request.method === "CANCEL") return this.#cancel(transaction);
    const usage = this.#usageOf(request);
    if (!usage) return this.#invited(transaction);
    const objection = objectionTo(request, transaction.source) ??
      intervalObjection(request, this.#endpoint.sessionInterval);
    if (objection) {
      const { status, fields } = objection;
      this.#endpoint.respond(transaction, status, { fields });
    } else usage.request(transaction);
  }

  #invited(transaction: ServerTransaction): void {
    const dialog = Dialog.asServer(transaction.request, transaction.toTag);
    if (!dialog) return this.#answer(transaction, 400);
    const session = new IncomingInvite(this.#endpoint, transaction, dialog);
    try {
      this.#options.onInvite(session);
    } catch (error) {
      session.hangUp(500);
      throw error;
    }
    // RFC 3261 §17.2.1: whoever rings at once need not say 100 before.
    if (!transaction.isAnswered) this.#answer(transaction, 100);
  }

  /** RFC 3261 §9.2: answered by itself, whatever becomes of the INVITE. */
  #cancel(transaction: ServerTransaction): void {
    const { request } = transaction;
    const invite = this.#transactions.inviteFor(request);
    if (!invite) return this.#answer(transaction, 481);
    transaction.respond(respond(request, 200, invite.toTag));
    invite.onCancel(request);
  }

  #usageOf({ callId, to, from }: SipRequest): InviteUsage | null {
    const key = dialogKey(callId, tagOf(to) ?? "", tagOf(from) ?? "");
    return this.#endpoint.dialogs.get(key) ?? null;
  }

  #answer(transaction: ServerTransaction, status: number): void {
    this.#endpoint.respond(transaction, status);
  }
}

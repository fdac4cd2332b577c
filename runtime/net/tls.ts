import { Buffer } from "node:buffer";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { Duplex } from "node:stream";
import {
  connect,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  TLSSocket,
} from "node:tls";
import { guarded } from "../base/guarded.ts";
import type { Log } from "../base/log.ts";
import { isNamed, type PeerCertificate } from "./certificate_names.ts";
import type { Identity } from "./self_signed.ts";
import type {
  Accept,
  Connection,
  ConnectionUser,
  Remote,
  Streams,
} from "./stream.ts";
import { WaitingSends } from "./waiting_sends.ts";

export interface TlsParts {
  /** Shown to whoever connects, and to servers that ask. */
  readonly identity: Identity;
  /** PEM: whose signatures are taken besides those of the public authorities. */
  readonly roots: readonly string[];
  readonly log: Log;
}

/** RFC 8996: what is older is broken. */
const OLDEST = "TLSv1.2";

/**
 * TLS over other connections. A server's certificate has to be valid and to
 * name whom the connection is to; a client is not asked for one.
 *
 * Throws where `identity` or `roots` are no PEM that can be used.
 */
export function tlsStreams(under: Streams, parts: TlsParts): Streams {
  const { identity, roots, log } = parts;
  check(identity, roots);
  const minVersion = OLDEST;
  const server = createSecureContext({ ...identity, minVersion });
  const ca = [...rootCertificates, ...roots];
  const client = createSecureContext({ ...identity, minVersion, ca });
  return {
    listen: (local, accept) =>
      under.listen(local, (connection) => {
        const secure = (wire: Duplex) => serverSocket(wire, server);
        const join = () => connection;
        const it = new TlsConnection(
          { isServer: true, secure, join, log },
          accept,
        );
        return it.isWanted ? it : null;
      }),
    connect: (remote, user) => {
      const secure = (wire: Duplex) => clientSocket(wire, client, remote);
      const join = (own: ConnectionUser) => under.connect(remote, own);
      return new TlsConnection(
        { isServer: false, secure, join, log },
        () => user,
      );
    },
  };
}

/** The system's TLS would tell only when somebody connects. */
function check({ cert, key }: Identity, roots: readonly string[]): void {
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new TypeError("The key is not that of the certificate");
  }
  for (const root of roots) new X509Certificate(root);
}

function serverSocket(wire: Duplex, secureContext: SecureContext): TLSSocket {
  return new TLSSocket(wire, { isServer: true, secureContext });
}

/** RFC 5922 §4: the name that the URI had, never the one that DNS gave. */
function clientSocket(
  socket: Duplex,
  secureContext: SecureContext,
  { name, address }: Remote,
): TLSSocket {
  const host = name ?? address;
  return connect({
    socket,
    secureContext,
    // RFC 6066 §3: no addresses
    servername: isIP(host) === 0 ? host : "",
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) =>
      isNamed(host, certificate as PeerCertificate)
        ? undefined
        : new Error(`The certificate does not name ${host}`),
  });
}

interface TlsConnectionParts {
  readonly isServer: boolean;
  readonly secure: (wire: Duplex) => TLSSocket;
  readonly join: (user: ConnectionUser) => Connection;
  readonly log: Log;
}

class TlsConnection implements Connection, ConnectionUser {
  readonly #isServer: boolean;
  readonly #under: Connection;
  readonly #user: ConnectionUser | null;
  readonly #log: Log;
  readonly #wire: Duplex;
  readonly #socket: TLSSocket;
  readonly #waiting = new WaitingSends();
  #state: "greeting" | "open" | "closing" | "over" = "greeting";
  /** Who wants to know of what TLS has not passed on yet. */
  readonly #unsent = new Set<() => void>();

  constructor(parts: TlsConnectionParts, accept: Accept) {
    const { isServer, secure, join, log } = parts;
    this.#isServer = isServer;
    this.#log = log;
    this.#wire = this.#makeWire();
    this.#under = join(this);
    this.#user = accept(this);
    this.#socket = secure(this.#wire);
    this.#listen();
  }

  get isWanted(): boolean {
    return this.#user !== null;
  }

  get remote(): Remote {
    return this.#under.remote;
  }

  send(bytes: Uint8Array, lost = () => {}): void {
    if (this.#state === "open") return this.#write(bytes, lost);
    if (this.#state !== "greeting") return queueMicrotask(lost);
    this.#waiting.push(bytes, lost);
    if (this.#waiting.isTooMuch) this.cut();
  }

  close(): void {
    if (this.#state !== "open") return this.cut();
    this.#state = "closing";
    // RFC 8446 §6.1: the peer is told that nothing follows.
    this.#socket.end(() => this.#under.close());
    this.#user?.closed();
  }

  cut(): void {
    this.#under.cut();
  }

  opened(): void {}

  received(bytes: Uint8Array): void {
    this.#wire.push(Buffer.from(bytes));
  }

  closed(): void {
    if (this.#state === "over") return;
    const inUse = this.#state !== "closing";
    this.#state = "over";
    this.#waiting.lose();
    for (const lost of this.#unsent) queueMicrotask(lost);
    this.#wire.destroy();
    this.#socket.destroy();
    if (inUse) this.#user?.closed();
  }

  /** What TLS takes for its network. */
  #makeWire(): Duplex {
    return new Duplex({
      read() {},
      write: (chunk: Uint8Array, _, done) => {
        this.#under.send(chunk.slice());
        done();
      },
    });
  }

  #listen(): void {
    const socket = this.#socket;
    // Of a client the second: then the certificate is known to be good.
    socket.on(this.#isServer ? "secure" : "secureConnect", () => this.#ready());
    socket.on("data", (bytes: Uint8Array) => this.#deliver(bytes));
    socket.on("end", () => this.#ended());
    socket.on("close", () => this.#ended());
    socket.on("error", (error) => this.#failed(error));
    this.#wire.on("error", () => this.cut());
  }

  #ready(): void {
    this.#state = "open";
    if (!this.#isServer) this.#user?.opened();
    this.#waiting.sendBy((bytes, lost) => this.#write(bytes, lost));
  }

  /** The peer says nothing more; what it is told last still leaves. */
  #ended(): void {
    if (this.#state !== "closing") this.close();
  }

  #failed(error: Error): void {
    const { address, port } = this.remote;
    const fields = { peer: `${address} ${port}`, error: error.message };
    // Anybody may knock; whom we call is of interest.
    if (this.#isServer) this.#log.debug("No TLS", fields);
    else this.#log.warn("No TLS", fields);
    // What TLS has to say about it still leaves.
    this.#under.close();
  }

  #write(bytes: Uint8Array, lost: () => void): void {
    this.#unsent.add(lost);
    this.#socket.write(bytes, () => this.#unsent.delete(lost));
  }

  #deliver(bytes: Uint8Array): void {
    if (this.#state !== "open") return;
    guarded(() => this.#user?.received(bytes));
  }
}

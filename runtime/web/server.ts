import { bracketed } from "../base/text.ts";

/** Answers one request. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export interface ListenAt {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** The node's HTTP server, listening. */
export interface WebServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing new and resolves when what is under way is answered. */
  close(): Promise<void>;
  /** Waits for nobody any more. */
  cut(): void;
}

/**
 * Listens for HTTP.
 * @throws {Deno.errors.AddrInUse} and whatever else the system says
 */
export function serveWeb(fetch: Fetch, { host, port }: ListenAt): WebServer {
  const cutting = new AbortController();
  const server = Deno.serve({
    signal: cutting.signal,
    hostname: host,
    port,
    onListen: () => {},
    handler: (request) => fetch(request),
  });
  return {
    url: `http://${bracketed(host)}:${server.addr.port}`,
    close: () => server.shutdown(),
    cut: () => cutting.abort(),
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|::1)$/;

/** Whether a host name stands for this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Whether a browser's page may talk to the node. A page from anywhere can reach
 * a node on its reader's own machine; only pages from that machine, or from the
 * node's own host where a token is needed anyway, may. What is no browser sends
 * no Origin (RFC 6454 §7.3).
 */
export function originIsAllowed(request: Request, withToken: boolean): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { hostname, host } = new URL(origin);
  if (isLoopback(hostname)) return true;
  return withToken && host === request.headers.get("host");
}

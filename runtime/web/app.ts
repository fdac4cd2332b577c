import { type Context, Hono, type Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Log } from "../base/log.ts";
import type { MediaHealth } from "../media/statistics.ts";
import { asciiJson } from "../rpc/ascii_json.ts";
import type { Place } from "../rpc/about.ts";
import type { Rights } from "../rpc/caller.ts";
import { Documents } from "../rpc/documents.ts";
import { failureToNobody } from "../rpc/envelope.ts";
import { MOST_BYTES, tooLong } from "../rpc/message.ts";
import type { Rpc } from "../rpc/rpc.ts";
import type { Metrics } from "./metrics.ts";
import { originIsAllowed } from "./origin.ts";
import type { Sockets } from "./socket.ts";
import { type Scope, tokenOf, type Tokens } from "./tokens.ts";
import { readWishes } from "./wishes.ts";

/** What the node says of itself over HTTP. */
export interface Condition {
  readonly node: string;
  /** Whether a call can be taken now. */
  readonly ready: boolean;
  readonly calls: number;
}

export interface WebParts {
  readonly rpc: Rpc;
  readonly sockets: Sockets;
  readonly tokens: Tokens;
  /** Whether a request needs a token. */
  readonly guarded: boolean;
  readonly log: Log;
  condition(): Condition;
  /** How the media thread has kept time since it was last asked. */
  mediaHealth(): Promise<MediaHealth>;
  readonly metrics: Pick<Metrics, "scrape" | "contentType">;
}

/** For whoever opens the node in a browser. */
const GREETING = `edge-cti, a CTI node

POST /rpc     JSON-RPC 2.0
GET  /rpc     the same over WebSocket, with events
GET  /openrpc.json   the methods, in OpenRPC
GET  /asyncapi.json  the events, in AsyncAPI
GET  /health  whether it runs
GET  /ready   whether it takes calls
GET  /metrics what it does, for Prometheus
`;

interface Env {
  Variables: { rights: Rights };
}

/** The node's HTTP: `/rpc` for applications, the rest for operators. */
export function webApp(parts: WebParts): Hono<Env> {
  const app = new Hono<Env>();
  forOperators(app, parts);
  forDevelopers(app);
  forPrometheus(app, parts);
  forApplications(app, parts);
  app.notFound((c) => c.json({ error: "not found" }, 404));
  app.onError((error, c) => {
    parts.log.error("A request failed", { path: c.req.path, error });
    return c.json({ error: "internal" }, 500);
  });
  return app;
}

function forOperators(
  app: Hono<Env>,
  { condition, mediaHealth }: WebParts,
): void {
  app.get("/", (c) => c.text(`${GREETING}\nnode ${condition().node}\n`));
  app.get("/health", async (c) => {
    const { node, calls } = condition();
    const media = await mediaHealth();
    return c.json({ status: "ok", node, calls, media });
  });
  app.get("/ready", (c) => {
    const now = condition();
    return c.json(now, now.ready ? 200 : 503);
  });
}

/** What may be asked and what is told is no secret, so that tools can read it. */
function forDevelopers(app: Hono<Env>): void {
  const documents = new Documents();
  const placeOf = (c: Context): Place => {
    const { host, protocol } = new URL(c.req.url);
    return { host, secure: protocol === "https:" };
  };
  app.get("/openrpc.json", (c) => c.json(documents.openRpc(placeOf(c))));
  app.get("/asyncapi.json", (c) => c.json(documents.asyncApi(placeOf(c))));
}

/** What a node does is for who may observe it (`CTI_TOKENS`). */
function forPrometheus(app: Hono<Env>, parts: WebParts): void {
  const { metrics } = parts;
  app.use("/metrics", (c, next) => admit(c, next, parts));
  app.get("/metrics", async (c) => {
    if (!c.get("rights").allows("observe")) return missing(c, "observe");
    const text = await metrics.scrape();
    return c.body(text, 200, { "content-type": metrics.contentType });
  });
}

function forApplications(app: Hono<Env>, parts: WebParts): void {
  app.use("/rpc", (c, next) => admit(c, next, parts));
  app.post(
    "/rpc",
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: (c) => {
        const reply = failureToNobody(tooLong(), isLegacy(c));
        return json(c, asciiJson(reply), 413);
      },
    }),
    (c) => answer(c, parts),
  );
  app.get("/rpc", (c) => upgrade(c, parts));
}

async function admit(
  c: Context<Env>,
  next: Next,
  { guarded, tokens }: WebParts,
): Promise<Response | void> {
  if (!originIsAllowed(c.req.raw, guarded)) {
    return c.json({ error: "forbidden origin" }, 403);
  }
  const rights = tokens.rightsOf(tokenOf(c.req.raw));
  if (!rights) return unauthorized(c);
  c.set("rights", rights);
  return await next();
}

/** Nobody is told of events here, so nobody owns the calls it makes. */
async function answer(c: Context<Env>, { rpc }: WebParts): Promise<Response> {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const { bearer, allows } = c.get("rights");
  const reply = await rpc.answer(body, {
    bearer,
    allows,
    legacy: isLegacy(c),
    created: () => {},
    adopts: () => {},
    hold: () => () => {},
  });
  return reply === null ? c.body(null, 204) : json(c, reply, 200);
}

/** Clients of the old envelope say so as on a WebSocket. */
function isLegacy(c: Context): boolean {
  return c.req.query("envelope") === "legacy";
}

function json(c: Context, text: string, status: 200 | 413): Response {
  return c.body(text, status, { "content-type": "application/json" });
}

function unauthorized(c: Context): Response {
  const challenge = { "www-authenticate": 'Bearer realm="edge-cti"' };
  return c.json({ error: "a bearer token is needed" }, 401, challenge);
}

function missing(c: Context, scope: Scope): Response {
  return c.json({ error: `a token with the scope ${scope} is needed` }, 403);
}

function upgrade(c: Context<Env>, { sockets }: WebParts): Response {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    return c.json({ error: "GET /rpc is for a WebSocket" }, 426, {
      upgrade: "websocket",
    });
  }
  const wishes = readWishes(new URL(c.req.url).searchParams);
  if ("param" in wishes) {
    return c.json({ error: "wrong query", ...wishes }, 400);
  }
  const rights = c.get("rights");
  const kind = wishes.audience?.kind;
  const scope = kind === "observer" ? "observe" : "call";
  if (kind && !rights.allows(scope)) return missing(c, scope);
  try {
    return sockets.upgrade(c.req.raw, wishes, rights);
  } catch {
    return c.json({ error: "no WebSocket handshake" }, 400);
  }
}

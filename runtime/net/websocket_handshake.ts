import { createHash } from "node:crypto";

/** RFC 6455 §1.3. */
const ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const VERSION = "13";
/** Sixteen bytes in base64 (§4.1). */
const KEY_LENGTH = 24;

type Fields = ReadonlyMap<string, string>;

/** What a server says to a request that would become a WebSocket. */
export interface Reply {
  readonly accepted: boolean;
  readonly head: string;
}

/** A client's first words (RFC 6455 §4.1). `host` as HTTP writes it. */
export function upgradeRequest(
  host: string,
  key: string,
  protocol: string,
): string {
  return head("GET / HTTP/1.1", {
    "Host": host,
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": VERSION,
    "Sec-WebSocket-Protocol": protocol,
  });
}

/**
 * Answers a client's first words, up to and without the empty line (§4.2). Who
 * does not speak `protocol` is not let in (RFC 7118 §4).
 */
export function replyTo(text: string, protocol: string): Reply {
  const read = readHead(text);
  if (!read) return refuse("400 Bad Request");
  const [line, fields] = read;
  const [method, , http, ...more] = line.split(" ");
  if (http !== "HTTP/1.1" || more.length > 0) return refuse("400 Bad Request");
  if (method !== "GET") {
    return refuse("405 Method Not Allowed", { Allow: "GET" });
  }
  if (!isUpgrade(fields) || fields.get("sec-websocket-version") !== VERSION) {
    const wanted = { Upgrade: "websocket", "Sec-WebSocket-Version": VERSION };
    return refuse("426 Upgrade Required", wanted);
  }
  const key = fields.get("sec-websocket-key") ?? "";
  const spoken = wordsIn(fields, "sec-websocket-protocol");
  const fine = fields.has("host") && key.length === KEY_LENGTH &&
    spoken.includes(protocol);
  return fine ? accept(key, protocol) : refuse("400 Bad Request");
}

/** Whether a server's reply makes a WebSocket of the connection (§4.1). */
export function isUpgraded(
  text: string,
  key: string,
  protocol: string,
): boolean {
  const read = readHead(text);
  if (!read) return false;
  const [line, fields] = read;
  return line.startsWith("HTTP/1.1 101") && isUpgrade(fields) &&
    fields.get("sec-websocket-accept") === acceptOf(key) &&
    fields.get("sec-websocket-protocol") === protocol &&
    !fields.has("sec-websocket-extensions");
}

function accept(key: string, protocol: string): Reply {
  const text = head("HTTP/1.1 101 Switching Protocols", {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Accept": acceptOf(key),
    "Sec-WebSocket-Protocol": protocol,
  });
  return { accepted: true, head: text };
}

function refuse(
  status: string,
  fields: Readonly<Record<string, string>> = {},
): Reply {
  const closing = { ...fields, "Connection": "close", "Content-Length": "0" };
  return { accepted: false, head: head(`HTTP/1.1 ${status}`, closing) };
}

function head(line: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) =>
    `${name}: ${value}`
  );
  return [line, ...lines, "", ""].join("\r\n");
}

function acceptOf(key: string): string {
  return createHash("sha1").update(key + ACCEPT_SALT).digest("base64");
}

/** The first line, and the fields by their names in lower case. */
function readHead(text: string): [line: string, fields: Fields] | null {
  const [line, ...lines] = text.split("\r\n");
  const fields = new Map<string, string>();
  for (const field of lines) {
    const colon = field.indexOf(":");
    if (colon < 1) return null;
    const name = field.slice(0, colon).toLowerCase();
    const value = field.slice(colon + 1).trim();
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return [line, fields];
}

function isUpgrade(fields: Fields): boolean {
  return wordsIn(fields, "connection").some((word) =>
    word.toLowerCase() === "upgrade"
  ) && fields.get("upgrade")?.toLowerCase() === "websocket";
}

function wordsIn(fields: Fields, name: string): string[] {
  return (fields.get(name) ?? "").split(",").map((word) => word.trim());
}

import { concat, utf8 } from "../base/bytes.ts";
import type { SipMessage } from "./message.ts";

/** Writes a message; Content-Length always says what follows (§20.14). */
export function serialize(message: SipMessage): Uint8Array<ArrayBuffer> {
  let head = message.kind === "request"
    ? `${message.method} ${message.uri} SIP/2.0\r\n`
    : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  let measured = false;
  for (const [name, value] of message.headers.fields) {
    const isLength = name === "Content-Length";
    measured ||= isLength;
    head += `${name}: ${isLength ? message.body.length : value}\r\n`;
  }
  if (!measured) head += `Content-Length: ${message.body.length}\r\n`;
  return concat([utf8(`${head}\r\n`), message.body]);
}

import { textOf } from "../../base/bytes.ts";

/** A SIP message in one line: its start line, and its body where it has one. */
export function sipLine(datagram: Uint8Array): string {
  const text = textOf(datagram);
  const start = text.slice(0, text.indexOf("\r\n")).replace(
    / ?SIP\/2\.0 ?/,
    "",
  );
  const method = /\r\nCSeq: *\d+ +(\w+)/i.exec(text)?.[1] ?? "";
  const isResponse = /^\d/.test(start);
  const audio = /\r\nm=(audio .*)\r\n/.exec(text)?.[1];
  return [
    start,
    isResponse && method ? `(${method})` : "",
    audio ? `  ${audio}` : "",
  ].filter((part) => part !== "").join(" ");
}

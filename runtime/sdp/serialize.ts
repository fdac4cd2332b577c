import type {
  Attribute,
  Connection,
  MediaDescription,
  SessionDescription,
} from "./description.ts";

/** Writes a description in the order that RFC 8866 §5 demands. */
export function formatSdp(description: SessionDescription): string {
  const { origin, connection, time, attributes, media } = description;
  const { username, sessionId, sessionVersion } = origin;
  const from = formatConnection(origin.connection);
  const lines = [
    "v=0",
    `o=${username} ${sessionId} ${sessionVersion} ${from}`,
    "s=-",
    ...connectionLines(connection),
    `t=${time}`,
    ...attributes.map(attributeLine),
    ...media.flatMap(mediaLines),
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function mediaLines(media: MediaDescription): string[] {
  const { kind, port, protocol, formats, connection, attributes } = media;
  return [
    `m=${kind} ${port} ${protocol} ${formats.join(" ")}`,
    ...connectionLines(connection),
    ...attributes.map(attributeLine),
  ];
}

function attributeLine([name, value]: Attribute): string {
  return value === "" ? `a=${name}` : `a=${name}:${value}`;
}

function connectionLines(connection: Connection | null): string[] {
  return connection ? [`c=${formatConnection(connection)}`] : [];
}

function formatConnection({ family, address }: Connection): string {
  return `IN ${family} ${address}`;
}

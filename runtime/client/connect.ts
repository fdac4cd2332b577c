import { Client } from "./client.ts";
import { type Tap, tapped } from "./tapped.ts";
import { WebSocketWire } from "./web_socket_wire.ts";

export interface ConnectOptions {
  /** Connections of one group share the incoming calls. */
  readonly group?: string;
  /** Events of own calls (unless told), of all calls, or of none. */
  readonly events?: "all" | "none";
  /** A bearer token of the node. */
  readonly token?: string;
  /** Replays the events after this one first. */
  readonly after?: number;
  /** Sees every message both ways. */
  readonly tap?: Tap;
}

/**
 * Connects to a node, such as `http://127.0.0.1:8080`.
 * @throws {Error} the node cannot be reached or refuses
 */
export async function connect(
  url: string,
  options: ConnectOptions = {},
): Promise<Client> {
  const wire = new WebSocketWire(rpcAddress(url, options));
  const client = new Client(options.tap ? tapped(wire, options.tap) : wire);
  await wire.opened;
  return client;
}

/** The address of the node's WebSocket, with what the connection asks for. */
export function rpcAddress(url: string, options: ConnectOptions): URL {
  const address = new URL(url);
  address.protocol = address.protocol.replace("http", "ws");
  if (address.pathname === "/") address.pathname = "/rpc";
  const { group, events, token, after } = options;
  for (const [name, value] of Object.entries({ group, events, token, after })) {
    if (value !== undefined) address.searchParams.set(name, `${value}`);
  }
  return address;
}

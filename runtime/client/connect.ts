import { SystemChance } from "../base/chance.ts";
import type { Milliseconds } from "../base/units.ts";
import { Client } from "./client.ts";
import { LastingWire } from "./lasting_wire.ts";
import { type Tap, tapped } from "./tapped.ts";
import { TIMERS } from "./timers.ts";
import { type SocketMaker, WebSocketWire } from "./web_socket_wire.ts";
import type { Wire } from "./wire.ts";

export interface Wishes {
  /** Connections of one group share the incoming calls. */
  readonly group?: string;
  /** Events of own calls (unless told), of all calls, or of none. */
  readonly events?: "all" | "none";
  /** A bearer token of the node. */
  readonly token?: string;
  /** Replays the events after this one first. */
  readonly after?: number;
  /** By this name the node knows it again; a new one unless told. */
  readonly client?: string;
}

export interface ConnectionOptions extends Wishes {
  /**
   * Seconds for which a connection that broke is opened again and again; for
   * ever unless told, 0: never.
   */
  readonly patience?: number;
  /** Sees every message both ways. */
  readonly tap?: Tap;
  /** Where there is no `WebSocket`, such as in Node 20: that of `ws`. */
  readonly webSocket?: SocketMaker;
}

/**
 * Connects to a node, such as `http://127.0.0.1:8080`. A connection that breaks
 * is opened again; it goes on after the last event that came, and a command
 * whose reply is missing is sent again, and carried out once.
 *
 * @throws {Error} the node cannot be reached or refuses
 */
export async function connect(
  url: string,
  options: ConnectionOptions = {},
): Promise<Client> {
  const { patience = Infinity, tap, webSocket } = options;
  const chance = new SystemChance();
  const named = { client: chance.token(KEY_LENGTH), ...options };
  const open = async (wishes: Wishes): Promise<Wire> => {
    const wire = new WebSocketWire(rpcAddress(url, wishes), webSocket);
    await wire.opened;
    return tap ? tapped(wire, tap) : wire;
  };
  if (patience === 0) return new Client(await open(options));
  const first = await open(named);
  const wire = new LastingWire(first, {
    open: () => open(resuming(named, client.resumesAfter)),
    clock: TIMERS,
    chance,
    patience: 1000 * patience as Milliseconds,
  });
  const client: Client = new Client(wire, {
    clock: TIMERS,
    newKey: () => chance.token(KEY_LENGTH),
  });
  return client;
}

/** 124 bits. */
const KEY_LENGTH = 24;

/** An observer without a place in the log goes on from where it is. */
function resuming(wishes: Wishes, after: number | null): Wishes {
  const placeless = after === null || after === 0 && wishes.events === "all";
  return placeless ? wishes : { ...wishes, after };
}

/** The address of the node's WebSocket, with what the connection asks for. */
export function rpcAddress(url: string, wishes: Wishes): URL {
  const address = new URL(url);
  address.protocol = address.protocol.replace("http", "ws");
  if (address.pathname === "/") address.pathname = "/rpc";
  const { group, events, token, after, client } = wishes;
  const asked = { group, events, token, after, client };
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) address.searchParams.set(name, `${value}`);
  }
  return address;
}

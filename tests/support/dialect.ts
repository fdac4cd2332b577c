/** What came over the wire, whatever it is. */
// deno-lint-ignore no-explicit-any -- tests look at what came
export type Members = Record<string, any>;

/** How an application writes requests, and what it puts up with. */
export interface Dialect {
  /** Of the WebSocket's address. */
  readonly query: string;
  request(id: number, method: string, params: Members): Members;
  /** Throws at a message that such an application cannot read. */
  read(message: Members): void;
}

/** JSON-RPC 2.0 as it is written today. */
export const MODERN: Dialect = {
  query: "",
  request: (id, method, params) => ({ jsonrpc: "2.0", id, method, params }),
  read: () => {},
};

const MEMBERS = [
  ["id", "result"],
  ["id", "error"],
  ["method", "params"],
];

/**
 * The applications that know the node by its older envelope: no `jsonrpc`, ids
 * of text, every scalar a text, null left out, their own call id and area in
 * every operation; a member that they do not know is the end of them.
 */
export const LEGACY: Dialect = {
  query: "?envelope=legacy",
  request: (id, method, params) => ({
    id: `${id}`,
    method,
    params: Array.isArray(params)
      ? params.map(textOf)
      : { user_data: "their-call", areaId: "area001", ...texts(params) },
  }),
  read: (message) => {
    const names = Object.keys(message);
    const known = MEMBERS.some((all) =>
      names.length === all.length && all.every((name) => names.includes(name))
    );
    if (!known) throw new TypeError(`Unrecognized field in ${names}`);
    if (typeof (message.id ?? "") !== "string") {
      throw new TypeError("Not an id");
    }
  },
};

function texts(params: Members): Members {
  const known = Object.entries(params).filter(([, value]) => value !== null);
  return Object.fromEntries(
    known.map(([name, value]) => [name, textOf(value)]),
  );
}

function textOf(value: unknown): unknown {
  return typeof value === "object" ? value : `${value}`;
}

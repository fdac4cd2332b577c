import { basename } from "node:path";
import { isRecord } from "../../client/record.ts";
import type { Lane } from "./transcript.ts";

/** Members that every line would repeat. */
const TOLD_ONCE = new Set(["res_id", "user_data", "event_id", "ipsc_info"]);
const TIMES = /_time$/;

/** A JSON-RPC message in one line, and the lane that it belongs to. */
export function rpcLine(text: string): [Lane, string] {
  const message: unknown = JSON.parse(text);
  if (!isRecord(message)) return ["reply", text];
  const { id, method, params, result, error } = message;
  if (typeof method !== "string") {
    const said = error === undefined ? result : error;
    return ["reply", `#${id} ${JSON.stringify(said ?? null)}`];
  }
  const name = method.replace(/^sys\.call\./, "");
  const told = `${name} ${members(params)}`.trimEnd();
  return id === undefined ? ["event", told] : ["rpc", `#${id} ${told}`];
}

function members(params: unknown): string {
  if (!isRecord(params)) return "";
  return Object.entries(params)
    .filter(([name, value]) => !TOLD_ONCE.has(name) && value !== null)
    .filter(([name]) => !TIMES.test(name))
    .map(([name, value]) => `${name}=${short(value)}`)
    .join(" ");
}

function short(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return value.startsWith("/") ? basename(value) : value;
}

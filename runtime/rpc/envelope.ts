import {
  type JsonRpcError,
  NotificationObject,
  parseObject,
  RequestObject,
} from "jsonrpc-lite";
import { CtiError } from "../base/fault.ts";
import type { Params } from "./arguments.ts";
import type { Outcome } from "./kept_replies.ts";

/** How a reply is addressed. */
export interface ReplyTo {
  /** Any JSON value, given back as it came. */
  readonly id: unknown;
  /** The request had no `jsonrpc` member, so its reply has none. */
  readonly legacy: boolean;
}

export interface Request {
  readonly method: string;
  readonly params: Params | undefined;
  /** Null for a notification: nobody waits for a reply. */
  readonly replyTo: ReplyTo | null;
}

/** What is no request, and what to answer. */
export interface Refusal {
  readonly replyTo: ReplyTo;
  readonly error: CtiError;
}

/** An id of our own: the library takes only some kinds of ids. */
const SOME_ID = 0;

/**
 * Reads one request of JSON-RPC 2.0 §4, or of its older form.
 * @param legacyToNobody what is no request at all is answered in the older form
 */
export function readRequest(
  value: unknown,
  legacyToNobody: boolean,
): Request | Refusal {
  if (!isObject(value)) return refuse({ id: null, legacy: legacyToNobody });
  const legacy = !("jsonrpc" in value);
  const named = "id" in value;
  const replyTo: ReplyTo = { id: value.id ?? null, legacy };
  const { payload } = parseObject({
    jsonrpc: legacy ? "2.0" : value.jsonrpc,
    method: value.method,
    params: value.params ?? undefined,
    ...named ? { id: SOME_ID } : {},
  });
  if (
    payload instanceof RequestObject || payload instanceof NotificationObject
  ) {
    const { method, params } = payload;
    return {
      method,
      params: params as Params | undefined,
      replyTo: named ? replyTo : null,
    };
  }
  return refuse(replyTo, payload as JsonRpcError);
}

const BAD_PARAMS = -32602;

function refuse(replyTo: ReplyTo, found?: JsonRpcError): Refusal {
  if (found?.code !== BAD_PARAMS) {
    return { replyTo, error: new CtiError("invalidRequest") };
  }
  const expected = "an object or an array";
  const text = `Invalid params: expected ${expected}`;
  const data = { param: "params", expected };
  return { replyTo, error: new CtiError("badParams", text, data) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is answered; beside it, whether it was answered before. */
export type Answer = Outcome & { readonly replayed?: true };

/** The reply to a request: what came of it, or what the caller did wrong. */
export function reply(replyTo: ReplyTo, answer: Answer): object {
  const told = "error" in answer
    ? { error: errorOf(answer.error) }
    : { result: answer.result };
  const again = answer.replayed ? { replayed: true } : {};
  return { ...head(replyTo), id: replyTo.id, ...told, ...again };
}

function errorOf({ code, message, data }: CtiError): object {
  return data === undefined ? { code, message } : { code, message, data };
}

/** A reply to what could not be read, so that nobody knows who asked. */
export function failureToNobody(error: CtiError, legacy: boolean): object {
  return reply({ id: null, legacy }, { error });
}

function head({ legacy }: ReplyTo): object {
  return legacy ? {} : { jsonrpc: "2.0" };
}

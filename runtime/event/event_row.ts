import * as z from "zod";
import { type Camel, camelOf } from "../base/names.ts";
import type { EventParams } from "../store/event_log.ts";

/** One row of the event table. */
export interface EventRow<Event, Params extends z.ZodObject = z.ZodObject> {
  /** The name of its notification. */
  readonly method: string;
  /** When it is sent, for the reference. */
  readonly when: string;
  /** Its members, those of the specification first and in its order. */
  readonly params: Params;
  /** The members of such an event, in that order. */
  readonly tell: (event: Event) => EventParams;
}

/** A row for every type of a union of events. */
export type EventRows<Event extends { readonly type: string }> = {
  readonly [Type in Event["type"]]: EventRow<Extract<Event, { type: Type }>>;
};

/**
 * What an event holds for these members to be told: the same in camelCase, but
 * `ipsc_info` is made of members of the event itself, and null of nothing.
 */
type Source<Told> =
  & Camel<Pick<Told, Exclude<keyof Told, "ipsc_info" | NullIn<Told>>>>
  & (Told extends { readonly ipsc_info: infer Ipsc } ? Camel<Ipsc> : unknown);

type NullIn<Told> = {
  [Name in keyof Told]: Told[Name] extends null ? Name : never;
}[keyof Told];

/** A row: the name of the event, when it is sent, the shape of its members. */
export function eventRow<Shape extends z.ZodRawShape>(
  method: string,
  when: string,
  shape: Shape,
): EventRow<Source<z.output<z.ZodObject<Shape>>>, z.ZodObject<Shape>> {
  const params = z.object(shape);
  return { method, when, params, tell: objectTeller(params) };
}

type Tell = (from: object) => unknown;

function objectTeller(object: z.ZodObject): (from: object) => EventParams {
  const tellers = Object.entries(object.shape).map(
    ([name, shape]): [string, Tell] => [name, teller(name, shape as z.ZodType)],
  );
  return (from) =>
    Object.fromEntries(tellers.map(([name, tell]) => [name, tell(from)]));
}

function teller(name: string, shape: z.ZodType): Tell {
  const inner = shape instanceof z.ZodNullable ? shape.unwrap() : shape;
  const within = inner instanceof z.ZodObject ? objectTeller(inner) : null;
  if (inner instanceof z.ZodNull) return () => null;
  if (name === "ipsc_info" && within) return within;
  const own = camelOf(name);
  return (from) => {
    const value: unknown = Reflect.get(from, own);
    return within && typeof value === "object" && value ? within(value) : value;
  };
}

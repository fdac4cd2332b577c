import type { Direction } from "./stream.ts";

/** `c=`; the address may be a name, and may be of any kind. */
export interface Connection {
  readonly family: "IP4" | "IP6";
  readonly address: string;
}

/** `o=`; its numbers may be larger than a number of ours. */
export interface Origin {
  readonly username: string;
  readonly sessionId: string;
  readonly sessionVersion: string;
  readonly connection: Connection;
}

export type Attribute = readonly [name: string, value: string];

/** `m=` and what belongs to it (RFC 8866 §5.14). */
export interface MediaDescription {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
  readonly connection: Connection | null;
  readonly attributes: readonly Attribute[];
}

/** What offer and answer need of a session description (RFC 8866 §5). */
export interface SessionDescription {
  readonly origin: Origin;
  readonly connection: Connection | null;
  /** `t=`, as it was written. */
  readonly time: string;
  readonly attributes: readonly Attribute[];
  readonly media: readonly MediaDescription[];
}

const DIRECTIONS: readonly string[] = [
  "sendrecv",
  "sendonly",
  "recvonly",
  "inactive",
] satisfies Direction[];

/** The direction that attributes give; null where they say nothing. */
export function directionIn(
  attributes: readonly Attribute[],
): Direction | null {
  const found = attributes.find(([name]) => DIRECTIONS.includes(name));
  return found ? found[0] as Direction : null;
}

/** The value of the first attribute of that name. */
export function valueOf(
  attributes: readonly Attribute[],
  name: string,
): string | null {
  return attributes.find(([other]) => other === name)?.[1] ?? null;
}

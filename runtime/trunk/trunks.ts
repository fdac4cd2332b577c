import type { Clock } from "../base/clock.ts";
import { Emitter } from "../base/emitter.ts";
import { CtiError } from "../base/fault.ts";
import { type Callee, plainHost, portOf, samePlace } from "./callee.ts";
import { type Caller, plainWords } from "./caller.ts";
import type { TrunkEvent } from "./events.ts";
import type { TrunkSettings } from "./settings.ts";
import type { TrunkAgent } from "./trunk_agent.ts";
import { Trunk } from "./trunk.ts";
import type { Way } from "./way.ts";

/** A way that a call may take; to ask for it may throw what `Trunk.way` does. */
export type Candidate = (caller: Caller) => Way;

/** Where an INVITE came from, and whom it asks for. */
export interface Arrival {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** User of the Request-URI. */
  readonly user: string | null;
}

export interface TrunksParts {
  readonly settings: readonly TrunkSettings[];
  readonly clock: Clock;
  /** `area.station.instance`: the head of every `res_id`. */
  readonly nodeId: string;
  /** Whether what no trunk leads to is not dialled. */
  readonly leavesByTrunksAlone: boolean;
}

/** All trunks of the node. */
export class Trunks {
  readonly all: readonly Trunk[];
  /** Each change of a trunk's state. */
  readonly changes = new Emitter<TrunkEvent>();
  readonly #parts: TrunksParts;
  /** What was told of each last. */
  readonly #told = new Map<Trunk, string>();

  constructor(parts: TrunksParts) {
    this.#parts = parts;
    this.all = parts.settings.map((one) => new Trunk(one, parts.clock));
  }

  /** Looks after them from now on. */
  start(agent: TrunkAgent): void {
    for (const trunk of this.all) {
      trunk.start(agent, () => this.#tell(trunk));
    }
  }

  /** Looks after them no more, and takes registrations back. */
  stop(): void {
    for (const trunk of this.all) trunk.stop();
  }

  /** Whether one of them is being told that we are not there any more. */
  get isLeaving(): boolean {
    return this.all.some((trunk) => trunk.isLeaving);
  }

  /** Whether one of them is where that address is. */
  knows(address: string): boolean {
    return this.all.some((trunk) => trunk.sendsFrom(address));
  }

  /** The trunk that a call comes by; null: none of them. */
  of({ remoteAddress, remotePort, user }: Arrival): Trunk | null {
    const trunks = this.all.filter((one) => one.sendsFrom(remoteAddress));
    if (trunks.length < 2) return trunks[0] ?? null;
    // Several at one address: who is asked for tells them apart, or the port.
    return trunks.find((one) => user !== null && one.user === user) ??
      trunks.find((one) => one.isAt(remoteAddress, remotePort)) ?? trunks[0];
  }

  /** The ways to whoever is called, the best first. */
  candidates(callee: Callee): Candidate[] {
    const { user, place, isSecure } = callee;
    const found = place === null
      ? this.all.filter(({ settings }) => settings.isDefault)
      : this.#leadingTo(callee);
    const trunks = found.filter((trunk) => !isSecure || hasTls(trunk));
    if (trunks.length < found.length && trunks.length === 0) return [inClear];
    if (trunks.length > 0) {
      return trunks.map((trunk) => (caller) => trunk.way(user, caller));
    }
    if (place === null) return [nowhere];
    const { leavesByTrunksAlone } = this.#parts;
    return [leavesByTrunksAlone ? forbidden : straightTo(callee)];
  }

  /** The trunk that is named, or else those that are at that place. */
  #leadingTo({ place, transport }: Callee): Trunk[] {
    if (place === null) return [];
    const name = plainHost(place.host);
    const named = this.all.filter((trunk) => {
      return trunk.name.toLowerCase() === name && place.port === null;
    });
    if (named.length > 0) return named;
    return this.all.filter((trunk) => {
      const { settings } = trunk;
      const by = transport ?? settings.transport;
      return settings.domain?.toLowerCase() === name ||
        settings.hosts.some((one) => samePlace(one, place, by)) ||
        trunk.isAt(name, portOf(place, by));
    });
  }

  #tell(trunk: Trunk): void {
    const { clock, nodeId } = this.#parts;
    const { name, registered, state } = trunk;
    const news = `${state} ${registered}`;
    if (state === "unknown" || this.#told.get(trunk) === news) return;
    this.#told.set(trunk, news);
    this.changes.emit({
      type: "trunkState",
      resId: `${nodeId}-sys.trunk-${name}`,
      trunk: name,
      state,
      registered,
      time: clock.date(),
    });
  }
}

/** By no trunk: to the URI itself. */
function straightTo({ uri }: Callee): Candidate {
  return (caller) => ({
    to: uri,
    route: [],
    credentials: null,
    codecs: null,
    security: null,
    words: (ownHost) => plainWords(caller, ownHost),
    take: () => () => {},
  });
}

function forbidden(): never {
  throw new CtiError(
    "dialRefused",
    "No trunk leads there, and CTI_DIAL_TO is trunks",
    { param: "to_uri", expected: "a number, or number@TRUNK" },
  );
}

function hasTls({ settings }: Trunk): boolean {
  return settings.transport === "tls" || settings.transport === "wss";
}

function inClear(): never {
  throw new CtiError("dialRefused", "The trunk has no TLS, as sips wants it", {
    param: "to_uri",
  });
}

function nowhere(): never {
  throw new CtiError(
    "dialRefused",
    "A number without a host needs a trunk, or CTI_GATEWAY to be set",
    { param: "to_uri", expected: "user@host[:port]" },
  );
}

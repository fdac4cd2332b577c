import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import type { Clock } from "../../runtime/base/clock.ts";
import { readConfig } from "../../runtime/config.ts";
import type { Hop } from "../../runtime/sip/transport.ts";
import { formatUri, type SipUri } from "../../runtime/sip/uri.ts";
import type { TrunkEvent } from "../../runtime/trunk/events.ts";
import type { TrunkSettings } from "../../runtime/trunk/settings.ts";
import type { Credentials } from "../../runtime/sip/credentials.ts";
import type { RegistrationParts } from "../../runtime/sip/registration.ts";
import type {
  TrunkAgent,
  TrunkRegistration,
} from "../../runtime/trunk/trunk_agent.ts";
import { Trunks } from "../../runtime/trunk/trunks.ts";

export function trunksOf(
  settings: readonly TrunkSettings[],
  clock: Clock,
  leavesByTrunksAlone = false,
): Trunks {
  const nodeId = "0.0.0";
  return new Trunks({ settings, clock, nodeId, leavesByTrunksAlone });
}

/** Trunks as a configuration file would describe them. */
export function readTrunks(
  ...trunks: readonly Readonly<Record<string, unknown>>[]
): readonly TrunkSettings[] {
  const config = readConfig({}, { trunks });
  assert.ok(!Array.isArray(config), JSON.stringify(config));
  return config.trunks;
}

interface Pinged {
  readonly address: string;
  readonly uri: string;
  told(isAlive: boolean): void;
}

/** Trunks on hand-wound time, and a user agent that does as a test says. */
export class TrunkWorld implements TrunkAgent {
  readonly clock = new HandClock();
  readonly trunks: Trunks;
  readonly events: TrunkEvent[] = [];
  /** What was asked, the last last. */
  readonly pings: Pinged[] = [];
  /** The registrar of the last trunk that registers takes it, or does not. */
  registrar: (isRegistered: boolean) => void = () => {};
  /** Addresses of names; a host that is none here is its own. */
  readonly names = new Map<string, readonly string[]>();

  constructor(...trunks: readonly Readonly<Record<string, unknown>>[]) {
    this.trunks = trunksOf(readTrunks(...trunks), this.clock);
    this.trunks.changes.on((event) => this.events.push(event));
  }

  start(): void {
    this.trunks.start(this);
  }

  locate(uri: SipUri, found: (hops: readonly Hop[]) => void): () => void {
    const addresses = this.names.get(uri.host) ?? [uri.host];
    found(addresses.map((address) => hopTo(address, uri.port ?? 5060)));
    return () => {};
  }

  ping(hop: Hop, uri: SipUri, told: (isAlive: boolean) => void): void {
    const { address, port } = hop.address;
    this.pings.push({
      address: `${address}:${port}`,
      uri: formatUri(uri),
      told,
    });
  }

  credentials(): Credentials {
    return { authorize: () => [], challenged: () => false };
  }

  registration({ changed }: RegistrationParts): TrunkRegistration {
    const registration = {
      isRegistered: null as boolean | null,
      isLeaving: false,
      start() {},
      stop() {
        registration.isLeaving = true;
      },
    };
    this.registrar = (isRegistered) => {
      registration.isRegistered = isRegistered;
      changed(isRegistered, isRegistered ? 200 : 403);
    };
    return registration;
  }

  /** `up` and `down` as they were told. */
  get states(): string[] {
    return this.events.map(({ trunk, state }) => `${trunk} ${state}`);
  }
}

function hopTo(address: string, port: number): Hop {
  const transport = {
    name: "UDP",
    reliable: false,
    local: { address: "192.0.2.1", port: 5060 },
    send() {},
    reaches: () => false,
    close() {},
  } as const;
  return { transport, address: { address, port } };
}

import type { Clock } from "../base/clock.ts";
import { Counts } from "../base/counts.ts";
import { CtiError } from "../base/fault.ts";
import { inNetworks } from "../net/networks.ts";
import type { Credentials } from "../sip/credentials.ts";
import { formatHostPort } from "../sip/host_port.ts";
import { formatUri, type SipUri } from "../sip/uri.ts";
import { type Caller, numberShown, trunkWords } from "./caller.ts";
import { DialRate } from "./dial_rate.ts";
import { type HostState, HostWatch } from "./host_watch.ts";
import { isAllowed, rewritten } from "./number_rules.ts";
import type { TrunkSettings } from "./settings.ts";
import type { TrunkAgent, TrunkRegistration } from "./trunk_agent.ts";
import { hostUri, uriAt } from "./trunk_uri.ts";
import type { Way } from "./way.ts";

/** Why a trunk did not take a dial, as it is counted. */
export type TrunkRefusal = "down" | "number" | "caller" | "full" | "rate";

/** A line to the rest of the world: what may leave by it, and how much. */
export class Trunk {
  readonly settings: TrunkSettings;
  /** Dials that it did not take, by why. */
  readonly refusals = new Counts<TrunkRefusal>();
  readonly #clock: Clock;
  readonly #rate: DialRate;
  readonly #isPeer: (address: string) => boolean;
  #watches: readonly HostWatch[] = [];
  #registration: TrunkRegistration | null = null;
  /** What answers its challenges, registration and calls alike. */
  #credentials: Credentials | null = null;
  #calls = 0;
  #dials = 0;

  constructor(settings: TrunkSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
    this.#rate = new DialRate(clock, settings.dialsPerMinute);
    this.#isPeer = inNetworks(settings.peers);
  }

  get name(): string {
    return this.settings.name;
  }

  /** By what it calls us: whom its calls may ask for. */
  get user(): string | null {
    return this.settings.user ?? this.settings.credentials?.username ?? null;
  }

  /** Whether it knows where we are; null where we do not tell it. */
  get registered(): boolean | null {
    return this.#registration && this.#registration.isRegistered === true;
  }

  /** Whether it is being told that we are not there any more. */
  get isLeaving(): boolean {
    return this.#registration?.isLeaving ?? false;
  }

  /** Calls by it, both ways. */
  get calls(): number {
    return this.#calls;
  }

  /** Dials that left by it. */
  get dials(): number {
    return this.#dials;
  }

  get isFull(): boolean {
    return this.#calls >= (this.settings.maxCalls ?? Infinity);
  }

  /** Up while one of its hosts answers and we are registered as we have to be. */
  get state(): HostState {
    const { pingSeconds } = this.settings;
    const states = [
      ...pingSeconds > 0 ? [this.#stateOfHosts()] : [],
      ...this.#registration ? [stateOf(this.#registration)] : [],
    ];
    if (states.includes("down")) return "down";
    return states.length > 0 && states.every((state) => state === "up")
      ? "up"
      : "unknown";
  }

  /** Whether it is known that calls get nowhere. */
  get isDown(): boolean {
    return this.state === "down";
  }

  /** Looks after its hosts from now on; `changed` is told of each that turns. */
  start(agent: TrunkAgent, changed: () => void): void {
    const { settings } = this;
    const { credentials } = settings;
    this.#credentials = credentials && agent.credentials(credentials);
    this.#watches = settings.hosts.map((host) =>
      new HostWatch({
        agent,
        clock: this.#clock,
        uri: hostUri(settings, host),
        pingSeconds: settings.pingSeconds,
        changed,
      })
    );
    for (const watch of this.#watches) watch.start();
    if (settings.registerSeconds > 0) this.#register(agent, changed);
  }

  /** Looks after them no more, and takes back where we are. */
  stop(): void {
    for (const watch of this.#watches) watch.stop();
    this.#registration?.stop();
  }

  /** Whether calls from that address are its own. */
  sendsFrom(address: string): boolean {
    return this.settings.inbound &&
      (this.isAt(address) || this.#isPeer(address));
  }

  /** Whether one of its hosts is there. */
  isAt(address: string, port: number | null = null): boolean {
    return this.#watches.some((watch) => watch.isAt(address, port));
  }

  /** A call begins; the returned function ends it. */
  enter(): () => void {
    this.#calls++;
    let inside = true;
    return () => {
      if (inside) this.#calls--;
      inside = false;
    };
  }

  /**
   * How a call leaves by it.
   *
   * @throws {CtiError} `dialRefused` for what may not leave or gets nowhere,
   * `overloaded` where there is no room at the moment
   */
  way(user: string | null, caller: Caller): Way {
    const { settings } = this;
    if (this.isDown) this.#refuse("down", "is down");
    if (!isAllowed(settings.called, user ?? "")) {
      this.#refuse("number", `does not dial ${user}`, "to_uri");
    }
    const number = numberShown(settings, caller);
    if (number === "refused") {
      this.#refuse("caller", `does not show ${caller.user}`, "from_uri");
    }
    this.#checkRoom();
    const { codecs, security } = settings;
    return {
      to: this.#requestUri(user),
      route: this.#route(),
      credentials: this.#credentials,
      codecs,
      security,
      words: (ownHost) => trunkWords(settings, caller, number, ownHost),
      take: () => {
        this.#dials++;
        this.#rate.add();
        return this.enter();
      },
    };
  }

  #register(agent: TrunkAgent, changed: () => void): void {
    const { settings } = this;
    const [first, ...others] = settings.hosts;
    this.#registration = agent.registration({
      user: this.user ?? this.name,
      domain: settings.domain ?? formatHostPort(first),
      route: [
        hostUri(settings, first),
        ...others.map((host) => hostUri(settings, host)),
      ],
      seconds: settings.registerSeconds,
      credentials: this.#credentials,
      changed,
    });
    this.#registration.start();
  }

  /** One that answers is enough. */
  #stateOfHosts(): HostState {
    const states = this.#watches.map(({ state }) => state);
    if (states.includes("up")) return "up";
    return states.includes("unknown") ? "unknown" : "down";
  }

  #checkRoom(): void {
    const { maxCalls, dialsPerMinute } = this.settings;
    if (this.isFull) this.#refuse("full", `takes ${maxCalls} calls at once`);
    if (this.#rate.hasRoom) return;
    this.#refuse("rate", `takes ${dialsPerMinute} dials a minute`);
  }

  #refuse(why: TrunkRefusal, text: string, param?: string): never {
    this.refusals.add(why);
    const isFull = why === "full" || why === "rate";
    throw new CtiError(
      isFull ? "overloaded" : "dialRefused",
      `The trunk "${this.name}" ${text}`,
      { trunk: this.name, ...param && { param } },
    );
  }

  #requestUri(user: string | null): string {
    const { called, domain, hosts } = this.settings;
    const uri = domain === null
      ? hostUri(this.settings, hosts[0])
      : uriAt({ host: domain, port: null });
    const number = user === null ? null : rewritten(called, user);
    return formatUri({ ...uri, user: number });
  }

  /** Where its requests go: a host that answers before one that does not. */
  #route(): SipUri[] {
    const isDown = (watch: HostWatch) => Number(watch.state === "down");
    return this.#watches.toSorted((a, b) => isDown(a) - isDown(b))
      .map(({ uri }) => uri);
  }
}

function stateOf({ isRegistered }: TrunkRegistration): HostState {
  if (isRegistered === null) return "unknown";
  return isRegistered ? "up" : "down";
}

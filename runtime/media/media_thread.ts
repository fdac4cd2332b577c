import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { collectGarbage } from "../base/garbage.ts";
import { milliseconds } from "../base/units.ts";
import { type Engine, type EngineEvent, PHASES } from "../core/engine.ts";
import type { Datagrams } from "../net/datagram.ts";
import { PortPairs } from "../net/port_pairs.ts";
import { blocksOf } from "./blocks.ts";
import { type Figures, healthOf, totalsOf } from "./figures.ts";
import { Heartbeat, type Sleep } from "./heartbeat.ts";
import type { FromMedia, MediaSettings, PortId, ToMedia } from "./messages.ts";
import type { MediaToSound, SoundToMedia } from "./sound_messages.ts";
import { Mixes } from "./mixes.ts";
import { Pacing } from "./pacing.ts";
import { Phases } from "./phases.ts";
import { Port, type PortSurroundings } from "./port.ts";
import { PortTotals } from "./totals.ts";
import { randomSeed } from "./random_seed.ts";
import { Sounds } from "./sounds.ts";
import { Watchdog } from "./watchdog.ts";
import { bindPair, type PortSockets } from "./port_sockets.ts";

/** The world around the media thread; in tests all of it is by hand. */
export interface MediaSurroundings {
  readonly settings: MediaSettings;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly datagrams: Datagrams;
  /** The tone before a recording. */
  readonly beep: Int16Array;
  /** How the heartbeat sleeps; by timers where that is not said. */
  readonly sleep?: Sleep | null;
  /** To the control thread. */
  report(message: FromMedia): void;
  /** To the sound thread. */
  store(message: MediaToSound): void;
}

/** What is about one port that is open. */
type Order = Exclude<
  Extract<ToMedia, { port: PortId }>,
  { type: "open" }
>;

/** Who takes what comes to two sockets, which are there before it. */
interface Seat {
  port: Port | null;
}

/** The media thread: orders in, heartbeat, reports out. */
export class MediaThread {
  readonly #around: MediaSurroundings;
  readonly #portAround: PortSurroundings;
  readonly #watchdog: Watchdog;
  readonly #phases: Phases<Port>;
  readonly #pairs: PortPairs;
  readonly #ports = new Map<PortId, Port>();
  /** The same ports by their number in the core, and which numbers are free. */
  readonly #byIndex: (Port | undefined)[];
  readonly #freeIndexes: number[];
  readonly #mixes: Mixes;
  readonly #sounds: Sounds;
  readonly #pacing: Pacing | null;
  readonly #portTotals = new PortTotals();
  /** When each phase beat last, by the clock. */
  readonly #lastBeats: Float64Array;

  constructor(around: MediaSurroundings) {
    const { settings, engine, clock, chance, beep } = around;
    this.#around = around;
    this.#sounds = new Sounds((message) => around.store(message));
    this.#pacing = settings.pacing ? new Pacing(engine.ports) : null;
    this.#lastBeats = new Float64Array(PHASES).fill(clock.now());
    this.#portAround = {
      engine,
      clock,
      chance,
      beep: blocksOf(beep),
      pacing: this.#pacing,
      learns: settings.rtpSource !== "strict",
      arrival: () => this.#arrival(),
      lastBeat: (phase) => milliseconds(this.#lastBeats[phase]),
      readSound: (id) => this.#sounds.read(id),
      report: (message) => around.report(message),
      store: (message) => around.store(message),
    };
    this.#pairs = new PortPairs(settings.ports, chance, clock);
    this.#byIndex = Array(engine.ports).fill(undefined);
    this.#freeIndexes = Array.from(this.#byIndex, (_, i) => i).reverse();
    this.#watchdog = new Watchdog((ms) => around.report(lateNotice(ms)));
    const heartbeat = new Heartbeat({
      clock,
      sleep: around.sleep ?? null,
      beat: (phase) => this.#beat(phase),
      watchdog: this.#watchdog,
    });
    this.#phases = new Phases(heartbeat);
    this.#mixes = new Mixes(this.#portAround, this.#phases, this.#ports);
  }

  /** A message of the control thread. */
  obey(message: ToMedia): void {
    switch (message.type) {
      case "start":
        return;
      case "open":
        return this.#open(message.port);
      case "openMix":
        return this.#mixes.open(message.mix);
      case "playMix":
      case "stopMixPlay":
      case "recordMix":
      case "stopMixRecord":
        return this.#mixes.sound(message);
      case "closeMix":
        return this.#mixes.close(message.mix);
      case "watch":
        return this.#tellHealth();
      case "sum":
        return this.#tellTotals();
      case "collectGarbage":
        return collectGarbage();
      case "stop":
        return this.#stop();
      default:
        return this.#obeyAt(this.#ports.get(message.port), message);
    }
  }

  /** A message of the sound thread. */
  take(message: SoundToMedia): void {
    this.#sounds.take(message);
  }

  #obeyAt(port: Port | undefined, order: Order): void {
    if (!port) return this.#miss(order);
    switch (order.type) {
      case "stream":
        return port.setStream(order.stream);
      case "play":
        return port.play({ ...order, id: order.playback });
      case "stopPlay":
        return port.stopPlay(order.playback);
      case "record":
        return port.record(order);
      case "stopRecord":
        return port.stopRecord(order.recording);
      case "sendKeys":
        return port.sendKeys(order.sending, order.keys, order.timing);
      case "stopKeys":
        return port.stopKeys(order.sending);
      case "sayTone":
        return port.sayTone(order.tone, order.plan);
      case "stopTone":
        return port.stopTone();
      case "guard":
        return port.guard(order.seconds);
      case "joinMix":
        return this.#mixes.join(order.mix, port, order.part);
      case "leaveMix":
        return this.#mixes.leave(order.mix, port.index);
      case "count":
        return this.#tellCounts(port);
      case "close":
        return this.#close(port);
    }
  }

  /** To a port that is closed by now: a recording has its end at once. */
  #miss(order: Order): void {
    if (order.type !== "record") return;
    this.#around.store({ type: "end", recording: order.recording });
  }

  #open(id: PortId): void {
    const index = this.#freeIndexes.pop();
    if (index === undefined) {
      return this.#around.report({ type: "refused", port: id, reason: "full" });
    }
    const seat: Seat = { port: null };
    const sockets = this.#bind(seat);
    if (!sockets) {
      this.#freeIndexes.push(index);
      const reason = "no free RTP port";
      return this.#around.report({ type: "refused", port: id, reason });
    }
    const port = new Port(id, index, sockets, this.#portAround);
    const { engine, chance } = this.#around;
    seat.port = port;
    this.#ports.set(id, port);
    this.#byIndex[index] = port;
    port.phase = this.#phases.free;
    engine.openPort(index, randomSeed(chance), port.phase);
    this.#phases.add(port);
    this.#around.report({
      type: "opened",
      port: id,
      rtpPort: sockets.rtp.local.port,
    });
  }

  #bind(seat: Seat): PortSockets | null {
    const { datagrams, settings: { host } } = this.#around;
    return this.#pairs.take((port) =>
      bindPair(datagrams.bind, { address: host, port }, {
        rtp: (packet, from) => seat.port?.receive(packet, from),
        rtcp: (packet, from) => seat.port?.receiveRtcp(packet, from),
      })
    );
  }

  #close(port: Port): void {
    this.#portTotals.keep(port);
    const statistics = port.close();
    this.#mixes.forget(port.index);
    this.#phases.remove(port);
    this.#ports.delete(port.id);
    this.#byIndex[port.index] = undefined;
    this.#freeIndexes.push(port.index);
    this.#pairs.release(port.sockets.rtp.local.port);
    this.#around.report({ type: "closed", port: port.id, statistics });
  }

  #beat(phase: number): void {
    const { engine, datagrams, clock } = this.#around;
    const ports = this.#phases.in(phase);
    datagrams.poll();
    for (const port of ports) port.beforeTick();
    this.#mixes.beforeTick(phase);
    engine.tick(phase);
    engine.eachPacket(this.#sendPacket);
    engine.eachEvent(this.#passEvent);
    const now = clock.now();
    this.#lastBeats[phase] = now;
    for (const port of ports) port.afterTick(now);
    this.#mixes.afterTick(phase);
    this.#phases.settle(phase);
  }

  readonly #sendPacket = (index: number, packet: Uint8Array) =>
    this.#byIndex[index]?.send(packet);

  readonly #passEvent = (event: EngineEvent) => {
    if (event.type === "mixPlayed") this.#mixes.ranDry(event.mix);
    else this.#byIndex[event.port]?.notice(event);
  };

  #tellCounts(port: Port): void {
    const statistics = port.statistics();
    this.#around.report({ type: "counted", port: port.id, statistics });
  }

  #tellHealth(): void {
    const health = healthOf(this.#figures);
    this.#watchdog.forget();
    this.#around.report({ type: "health", health });
  }

  #tellTotals(): void {
    const rtp = this.#portTotals.with(this.#ports.values());
    const timers = this.#around.clock.pending;
    const totals = { ...totalsOf(this.#figures), rtp, timers };
    this.#around.report({ type: "summed", totals });
  }

  get #figures(): Figures {
    return {
      openPorts: this.#ports.size,
      openMixes: this.#mixes.size,
      watchdog: this.#watchdog,
      pacing: this.#pacing,
      datagrams: this.#around.datagrams,
    };
  }

  /** By the kernel where it says it: this thread may have come late. */
  #arrival(): number {
    const { datagrams, clock } = this.#around;
    const { stamp } = datagrams;
    return Number.isNaN(stamp) ? clock.now() : stamp;
  }

  #stop(): void {
    for (const port of [...this.#ports.values()]) this.#close(port);
    this.#mixes.closeAll();
    this.#around.report({ type: "stopped" });
  }
}

function lateNotice(ms: number): FromMedia {
  const message = "the media thread was late";
  return { type: "notice", level: "warn", message, fields: { ms } };
}

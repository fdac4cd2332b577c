import type { SystemChance } from "../../../runtime/base/chance.ts";
import { CtiError } from "../../../runtime/base/fault.ts";
import type { SystemClock } from "../../../runtime/base/system_clock.ts";
import type { Core } from "../../../runtime/core/mod.ts";
import type {
  Media,
  MediaMix,
  PortListener,
} from "../../../runtime/media/media.ts";
import type {
  MediaHealth,
  MediaTotals,
} from "../../../runtime/media/statistics.ts";
import { PortPairs } from "../../../runtime/net/port_pairs.ts";
import { bindUdp } from "../../../runtime/net/udp.ts";
import { Ear } from "./ear.ts";
import { RoomPort } from "./room_port.ts";
import type { Chorus } from "./tones.ts";

const LOOPBACK = "127.0.0.1";

/** Where the telephones of a room get their RTP ports. */
export function roomPorts(chance: SystemChance, clock: SystemClock): PortPairs {
  return new PortPairs({ first: 17400, last: 17599 }, chance, clock);
}

/** The sound of one telephone of a room. */
export class RoomMedia implements Media {
  openPorts = 0;
  readonly openMixes = 0;
  readonly #core: Core;
  readonly #chorus: Chorus;
  readonly #pairs: PortPairs;
  readonly #tone: number;

  constructor(core: Core, chorus: Chorus, pairs: PortPairs, tone: number) {
    this.#core = core;
    this.#chorus = chorus;
    this.#pairs = pairs;
    this.#tone = tone;
  }

  open(listener: PortListener): Promise<RoomPort> {
    const port = this.#pairs.take((port) => this.#open(port, listener));
    if (!port) throw new CtiError("overloaded", "No RTP port is free");
    this.openPorts++;
    return Promise.resolve(port);
  }

  openMix(): MediaMix {
    throw new TypeError("A telephone of a room has one line at a time");
  }

  health(): Promise<MediaHealth> {
    return Promise.reject(new TypeError("not asked of a telephone"));
  }

  totals(): Promise<MediaTotals> {
    return Promise.reject(new TypeError("not asked of a telephone"));
  }

  collectGarbage(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  #open(port: number, listener: PortListener): RoomPort {
    const bind = (receive: (bytes: Uint8Array) => void) =>
      bindUdp({ address: LOOPBACK, port }, receive);
    // What is sent to the odd port is RTCP, which nobody reads here.
    const rtcp = bindUdp({ address: LOOPBACK, port: port + 1 }, () => {});
    const closed = () => {
      rtcp.close();
      this.openPorts--;
    };
    const ear = new Ear(this.#chorus);
    const [core, tone] = [this.#core, this.#tone];
    return new RoomPort({ core, tone, ear, listener, bind, closed });
  }
}

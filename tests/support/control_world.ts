import assert from "node:assert/strict";
import { textOf, utf8 } from "../../runtime/base/bytes.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import { milliseconds } from "../../runtime/base/units.ts";
import { SILENT } from "../../runtime/base/log.ts";
import {
  type Environment,
  type RawSections,
  readConfig,
} from "../../runtime/config.ts";
import type { BindDatagram } from "../../runtime/net/datagram.ts";
import { type Control, joinControl } from "../../runtime/node/control.ts";
import { FakeMedia } from "./fake_media.ts";
import { FakeSound } from "./fake_sound.ts";
import { MemoryApplication } from "./memory_application.ts";
import { MemoryPhone } from "./memory_phone.ts";
import { LONG_ENOUGH, NOTHING_LEFT, SipWorld } from "./sip_world.ts";
import { MemoryDns } from "./memory_dns.ts";

const NODE = "10.0.0.1";
const PHONE = "10.0.0.2";
const TURNS = 30;
/** What takes a few messages, each a millisecond on its way, in both directions. */
const EXCHANGE = 12;

/** Lets everything that waits neither for time nor for a gate happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await null;
}

/**
 * A node's whole control thread on hand-wound time, its one application and its
 * one telephone. What lies beyond is fake: the network, the media, the sound.
 */
export class ControlWorld {
  readonly sip = new SipWorld();
  readonly sound = new FakeSound();
  readonly media = new FakeMedia(this.sound);
  readonly node: Control;
  readonly application: MemoryApplication;
  readonly phone = new MemoryPhone(this.sip, PHONE);
  /** Changes what the node receives. */
  rewrite: (message: string) => string = (message) => message;

  /** @param sections what its configuration file has besides settings */
  constructor(sections: RawSections = {}, settings: Environment = {}) {
    const { clock } = this.sip;
    const config = readConfig({ CTI_SIP_HOST: NODE, ...settings }, sections);
    assert(!Array.isArray(config));
    this.node = joinControl(
      config,
      { clock, chance: new SeededChance(7), log: SILENT },
      { media: this.media, sound: this.sound },
      {
        bind: this.#bind,
        streams: this.sip.streams.from(NODE),
        secured: null,
        routeTo: () => NODE,
        dns: new MemoryDns(),
      },
    );
    this.application = new MemoryApplication(this.node);
  }

  /** Lets so many milliseconds pass, and what they set off happen in between. */
  async pass(span: number = EXCHANGE): Promise<void> {
    await settle();
    for (let left = span; left > 0; left--) {
      this.sip.wind(1);
      await settle();
    }
  }

  /** Lets a long time pass at once. */
  async wind(span: number): Promise<void> {
    this.sip.wind(span);
    await this.pass();
  }

  /** Does this when what is sent now arrives; before it, if said before. */
  onArrival(work: () => void): void {
    this.sip.clock.after(milliseconds(1), work);
  }

  /** The files and ports that others were slow with come at last. */
  openGates(): void {
    this.media.opening.open();
    const { loading, creating, disk } = this.sound;
    for (const gate of [loading, creating, disk]) gate.open();
  }

  /** What is left: of an idle node nothing at all. */
  get remains() {
    const { calls, userAgent } = this.node;
    return {
      node: userAgent.counts,
      phone: this.phone.agent.counts,
      calls: calls.size,
      ports: this.media.openPorts,
      sounds: this.sound.held,
      files: this.sound.recordings.filter((one) => !one.isFinished).length,
      running: this.media.ports.flatMap(({ running }) => running),
      timers: this.sip.clock.pending,
    };
  }

  /** Every timer of SIP runs out, and it is as if nothing had been. */
  async assertAtRest(): Promise<void> {
    this.openGates();
    await this.wind(LONG_ENOUGH);
    await this.node.calls.drain();
    assert.deepEqual(this.remains, {
      node: NOTHING_LEFT,
      phone: NOTHING_LEFT,
      calls: 0,
      ports: 0,
      sounds: 0,
      files: 0,
      running: [],
      timers: 0,
    });
  }

  readonly #bind: BindDatagram = (local, receive) =>
    this.sip.network.bind(
      local,
      (bytes, from) => receive(utf8(this.rewrite(textOf(bytes))), from),
    );
}

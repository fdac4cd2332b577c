import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import { KEYS } from "../core/keys.ts";
import { type Milliseconds, samplesIn } from "../base/units.ts";
import type { Engine, EngineEvent, EngineStream } from "../core/engine.ts";
import type { SocketAddress } from "../net/datagram.ts";
import { addressBytes, textOfAddress } from "../net/ip_address.ts";
import { isRtcp } from "../rtp/rtcp.ts";
import { RtpSource } from "../rtp/source.ts";
import type { RtpStream } from "../sdp/stream.ts";
import { knownHosts } from "./known_hosts.ts";
import { KeySender } from "./key_sender.ts";
import type { Pacing } from "./pacing.ts";
import type {
  FromMedia,
  MediaToSound,
  PlaybackId,
  PortId,
  PortStatistics,
  RecordingId,
  SendingId,
} from "./messages.ts";
import { type FindSound, Playback, type Programme } from "./playback.ts";
import { PortRtcp } from "./port_rtcp.ts";
import type { PortSockets } from "./port_sockets.ts";
import { qualityOf } from "./quality.ts";
import { Tap } from "./tap.ts";

/** What every port of the thread shares. */
export interface PortSurroundings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly findSound: FindSound;
  /** Whether RTP from elsewhere than the SDP says may be learnt. */
  readonly learns: boolean;
  /** The tone before a recording. */
  readonly beep: Int16Array;
  /** Where gaps are measured; null where they are not. */
  readonly pacing: Pacing | null;
  /** When the packet that is being received came, ms of whatever clock. */
  arrival(): number;
  /** To the control thread. */
  report(message: FromMedia): void;
  /** To the sound thread. */
  store(message: MediaToSound): void;
}

export interface RecordOrder {
  readonly recording: RecordingId;
  readonly maxSamples: number;
  readonly beep: boolean;
}

/** One RTP port: a socket on one side, a port of the core on the other. */
export class Port {
  readonly id: PortId;
  /** Its number in the core. */
  readonly index: number;
  readonly sockets: PortSockets;
  /** With which of the beats it goes. */
  phase = 0;
  readonly #around: PortSurroundings;
  readonly #source: RtpSource;
  readonly #rtcp: PortRtcp;
  readonly #keys: KeySender;
  #strangers = 0;
  /** Whom the socket is connected to. */
  #peer: SocketAddress | null = null;
  #stream: RtpStream | null = null;
  #playback: Playback | null = null;
  /** What is recorded once the beep has ended. */
  #ordered: RecordOrder | null = null;
  #tap: Tap | null = null;

  constructor(
    id: PortId,
    index: number,
    sockets: PortSockets,
    around: PortSurroundings,
  ) {
    this.id = id;
    this.index = index;
    this.sockets = sockets;
    this.#around = around;
    this.#source = new RtpSource(around.clock, around.learns);
    this.#rtcp = new PortRtcp(index, sockets, this.#source, around);
    this.#keys = new KeySender(around.engine, index);
    around.pacing?.begin(index);
  }

  setStream(stream: RtpStream): void {
    this.#keys.allow(stream.telephoneEvent?.keys ?? KEYS);
    this.#stream = stream;
    const remote = stream.remote && canonical(stream.remote);
    const { mux, remote: control } = stream.rtcp;
    const rtcp = { mux, remote: control && canonical(control) };
    this.#signal(remote, stream);
    this.#connect();
    this.#rtcp.setStream({ remote, rtcp });
    this.#around.engine.setStream(this.index, engineStream(stream));
  }

  receive(packet: Uint8Array, from: SocketAddress): void {
    if (this.#rtcp.isMuxed && isRtcp(packet)) {
      this.#rtcp.receive(packet, from, "rtp");
      return;
    }
    if (!this.#source.accepts(packet, from)) {
      this.#strangers++;
      return;
    }
    const { engine, pacing, arrival } = this.#around;
    if (engine.receive(this.index, packet)) {
      this.#rtcp.hear(packet);
      pacing?.note(this.index, packet, arrival());
    }
    if (from !== this.#peer) this.#connect();
  }

  receiveRtcp(datagram: Uint8Array, from: SocketAddress): void {
    this.#rtcp.receive(datagram, from, "rtcp");
  }

  send(packet: Uint8Array): void {
    const to = this.#source.destination;
    if (to) this.sockets.rtp.send(packet, to);
  }

  /** Takes the place of whatever was playing. */
  play(programme: Programme): void {
    this.#start(programme, this.#around.findSound);
  }

  stopPlay(playback: PlaybackId): void {
    if (this.#playback?.id === playback) this.#silence();
  }

  record(order: RecordOrder): void {
    this.#endRecording();
    this.#ordered = order;
    if (order.beep) {
      const beep = () => this.#around.beep;
      this.#start({ id: null, sounds: [0], rounds: 1 }, beep);
    } else this.#startTap();
  }

  stopRecord(recording: RecordingId): void {
    const current = this.#tap?.id ?? this.#ordered?.recording;
    if (current === recording) this.#endRecording();
  }

  sendKeys(sending: SendingId, keys: string): void {
    this.#keys.send(sending, keys);
  }

  stopKeys(sending: SendingId): void {
    this.#keys.stop(sending);
  }

  beforeTick(): void {
    this.#playback?.feed();
  }

  afterTick(now: Milliseconds): void {
    this.#rtcp.beat(now);
    if (!this.#tap) return;
    this.#tap.beat();
    if (!this.#tap.full) return;
    const recording = this.#tap.id;
    this.#endRecording();
    this.#around.report({ type: "recorded", port: this.id, recording });
  }

  /** What the core noticed about this port in the last tick. */
  notice(event: EngineEvent): void {
    const { report } = this.#around;
    switch (event.type) {
      case "key":
        return report({ ...event, port: this.id });
      case "played":
        return this.#played();
      case "keysSent":
        return this.#keysSent();
    }
  }

  statistics(): PortStatistics {
    const { engine } = this.#around;
    const counts = engine.statistics(this.index);
    const { speech } = engine.levels(this.index);
    const rtcp = this.#rtcp.statistics();
    return {
      packetsReceived: counts.packetsReceived,
      packetsSent: counts.packetsSent,
      packetsLost: counts.packetsLost,
      packetsLate: counts.packetsLate,
      packetsReordered: counts.packetsReordered,
      packetsDuplicated: counts.packetsDuplicated,
      packetsRefused: counts.packetsRefused + this.#strangers,
      speechLevel: Number.isFinite(speech) ? speech : null,
      octetsReceived: counts.octetsReceived,
      octetsSent: counts.octetsSent,
      ...rtcp,
      ...qualityOf(counts, rtcp, this.#stream),
    };
  }

  /** Ends all that runs here, without a report. */
  close(): PortStatistics {
    this.#endRecording();
    const { engine } = this.#around;
    this.#rtcp.close();
    const statistics = this.statistics();
    engine.closePort(this.index);
    this.sockets.rtp.close();
    return statistics;
  }

  #signal(
    remote: SocketAddress | null,
    { signalledFrom }: RtpStream,
  ): void {
    if (!remote) return this.#source.signal(null);
    const isKnown = knownHosts(remote.address, signalledFrom ?? null);
    this.#source.signal(remote, isKnown);
  }

  /** As soon as nobody else can be the peer, the kernel drops everybody else. */
  #connect(): void {
    const peer = this.#source.settled;
    if (peer === this.#peer) return;
    this.#peer = peer;
    this.sockets.rtp.connect(peer);
  }

  #start(programme: Programme, find: FindSound): void {
    this.#silence();
    const { engine } = this.#around;
    this.#playback = new Playback(engine, this.index, find, programme);
    this.#playback.feed();
  }

  /** Whatever plays is cut off; after a beep that means: go. */
  #silence(): void {
    if (!this.#playback) return;
    const wasBeep = this.#playback.id === null;
    this.#playback = null;
    this.#around.engine.clearPlayer(this.index);
    if (wasBeep) this.#startTap();
  }

  #played(): void {
    const playback = this.#playback?.id;
    this.#playback = null;
    if (playback === undefined) return;
    if (playback === null) this.#startTap();
    else this.#around.report({ type: "played", port: this.id, playback });
  }

  #keysSent(): void {
    const sending = this.#keys.goOn();
    if (sending === null) return;
    this.#around.report({ type: "keysSent", port: this.id, sending });
  }

  #startTap(): void {
    if (!this.#ordered) return;
    const { recording, maxSamples } = this.#ordered;
    this.#ordered = null;
    this.#tap = new Tap(
      this.#around.engine,
      this.index,
      { id: recording, maxSamples },
      (samples) => this.#around.store({ type: "chunk", recording, samples }),
    );
  }

  #endRecording(): void {
    const recording = this.#tap?.id ?? this.#ordered?.recording;
    if (recording === undefined) return;
    const beeping = this.#ordered !== null;
    this.#ordered = null;
    if (beeping) this.#silence();
    this.#tap?.stop();
    this.#tap = null;
    this.#around.store({ type: "end", recording });
  }
}

/** As the sockets write it: an SDP may write an IPv6 address in many ways. */
function canonical({ address, port }: SocketAddress): SocketAddress {
  return { address: textOfAddress(addressBytes(address)), port };
}

/** Packets of the core hold whole blocks of 10 ms, 60 ms at most. */
function engineStream(stream: RtpStream): EngineStream {
  const blocks = Math.round(samplesIn(stream.ptime) / 80);
  const { remote, direction } = stream;
  return {
    codec: stream.codec,
    sendPayloadType: stream.sendPayloadType,
    receive: stream.receive,
    telephoneEvent: stream.telephoneEvent,
    packetSamples: 80 * Math.max(1, Math.min(6, blocks)),
    sending: remote !== null && /^(sendrecv|sendonly)$/.test(direction),
    receiving: remote !== null && /^(sendrecv|recvonly)$/.test(direction),
  };
}

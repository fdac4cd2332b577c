import type { Chance } from "../base/chance.ts";
import type { Clock } from "../base/clock.ts";
import type { CallProgressTone, TonePlan } from "../core/call_progress.ts";
import { KEYS } from "../core/keys.ts";
import { FRAME, inMilliseconds, type Milliseconds } from "../base/units.ts";
import type { Engine, EngineEvent } from "../core/engine.ts";
import type { DatagramSocket, SocketAddress } from "../net/datagram.ts";
import { canonical } from "../net/canonical.ts";
import { isLookedAt } from "../rtp/arrival_jitter.ts";
import { isRtcp } from "../rtp/rtcp.ts";
import { RtpSource } from "../rtp/source.ts";
import type { RtpStream } from "../sdp/stream.ts";
import { engineStream, withKeys } from "./engine_stream.ts";
import { probations } from "./probation.ts";
import { KeySender } from "./key_sender.ts";
import type { KeyTiming } from "./key_timing.ts";
import type { Pacing } from "./pacing.ts";
import type {
  FromMedia,
  PlaybackId,
  PortId,
  RecordingId,
  SendingId,
} from "./messages.ts";
import type { PortStatistics } from "./statistics.ts";
import { Deck, type DeckSurroundings, type RecordOrder } from "./deck.ts";
import type { Programme } from "./playback.ts";
import { portPlayer } from "./player.ts";
import { PortCounts } from "./port_counts.ts";
import { PortRtcp } from "./port_rtcp.ts";
import type { PortSockets } from "./port_sockets.ts";
import { portRecorder } from "./recorder.ts";
import { Silence } from "./silence.ts";

/** What every port of the thread shares. */
export interface PortSurroundings extends DeckSurroundings {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Whether RTP from elsewhere than the SDP says may be learnt. */
  readonly learns: boolean;
  /** Where gaps are measured; null where they are not. */
  readonly pacing: Pacing | null;
  /** When the packet that is being received came, ms of whatever clock. */
  arrival(): number;
  /** When a phase beat last. */
  lastBeat(phase: number): Milliseconds;
  /** To the control thread. */
  report(message: FromMedia): void;
}

/** A report or a silence is noticed within so many beats: 100 ms. */
const LOOK = 5;

/** One RTP port: a socket on one side, a port of the core on the other. */
export class Port {
  readonly id: PortId;
  /** Its number in the core. */
  readonly index: number;
  readonly sockets: PortSockets;
  readonly counts: PortCounts;
  /** With which of the beats it goes. */
  phase = 0;
  readonly #around: PortSurroundings;
  readonly #source: RtpSource;
  readonly #rtcp: PortRtcp;
  readonly #keys: KeySender;
  readonly #deck: Deck;
  readonly #peerSilence = new Silence();
  readonly #rtp: DatagramSocket;
  /** Whom the socket is connected to: nobody else can be the peer. */
  #peer: SocketAddress | null = null;
  #isMuxed = false;
  /** RTP is SRTP: whoever has not the peer's key is not the peer. */
  #isSecret = false;
  /** Whether the peer's time has begun anew since the last look. */
  #isHeard = false;
  /** Whether any RTP of the peer has come. */
  #hasSpoken = false;
  /** Beats until the next look at what is not of every beat. */
  #untilLook = LOOK;
  #stream: RtpStream | null = null;

  constructor(
    id: PortId,
    index: number,
    sockets: PortSockets,
    around: PortSurroundings,
  ) {
    this.id = id;
    this.index = index;
    this.sockets = sockets;
    this.#rtp = sockets.rtp;
    this.#around = around;
    this.#source = new RtpSource(around.clock, around.learns);
    const lastBeat = () => around.lastBeat(this.phase);
    this.#rtcp = new PortRtcp(index, sockets, this.#source, {
      ...around,
      lastBeat,
    });
    this.counts = new PortCounts(around.engine, index, this.#rtcp);
    this.#keys = new KeySender(around.engine, index);
    this.#deck = this.#makeDeck();
    around.pacing?.begin(index);
  }

  setStream(wanted: RtpStream): void {
    const stream = withKeys(wanted, this.#stream);
    this.#keys.allow(stream.telephoneEvent?.keys ?? KEYS);
    this.#stream = stream;
    const remote = stream.remote && canonical(stream.remote);
    const { mux, remote: control } = stream.rtcp;
    const rtcp = { mux, remote: control && canonical(control) };
    this.#isMuxed = mux;
    this.#isSecret = stream.srtp !== undefined;
    this.#signal(remote, stream);
    this.#connect();
    this.#rtcp.setStream({ ...stream, remote, rtcp }, this.#isSecret);
    const agreed = engineStream(stream);
    this.#peerSilence.expect(agreed.receiving);
    this.#isHeard = true;
    this.#around.engine.setStream(this.index, agreed);
  }

  /** What each packet needs: the ways of the few lie beside this one. */
  receive(packet: Uint8Array, from: SocketAddress): void {
    if (this.#isMuxed && isRtcp(packet)) {
      this.#receiveRtcp(packet, from, "rtp");
    } else if (from === this.#peer) this.#hear(packet);
    else this.#judge(packet, from);
  }

  receiveRtcp(datagram: Uint8Array, from: SocketAddress): void {
    this.#receiveRtcp(datagram, from, "rtcp");
  }

  send(packet: Uint8Array): void {
    const to = this.#peer ?? this.#source.destination;
    if (to) this.#rtp.send(packet, to);
  }

  /** Takes the place of whatever was playing. */
  play(programme: Programme): void {
    this.#deck.play(programme);
  }

  stopPlay(playback: PlaybackId): void {
    this.#deck.stopPlay(playback);
  }

  record(order: Omit<RecordOrder, "recorder">): void {
    const recorder = portRecorder(this.#around.engine, this.index);
    this.#deck.record({ ...order, recorder });
  }

  stopRecord(recording: RecordingId): void {
    this.#deck.stopRecord(recording);
  }

  sendKeys(sending: SendingId, keys: string, timing: KeyTiming): void {
    this.#keys.send(sending, keys, timing);
  }

  stopKeys(sending: SendingId): void {
    this.#keys.stop(sending);
  }

  sayTone(tone: CallProgressTone, plan: TonePlan): void {
    this.#around.engine.startTone(this.index, tone, { plan });
  }

  stopTone(): void {
    this.#around.engine.stopTone(this.index);
  }

  guard(seconds: number): void {
    const looks = inMilliseconds(seconds) / (LOOK * FRAME);
    this.#peerSilence.guard(Math.round(looks));
    this.#isHeard = true;
  }

  beforeTick(): void {
    this.#deck.beforeTick();
  }

  afterTick(now: Milliseconds): void {
    this.#deck.afterTick();
    if (--this.#untilLook === 0) this.#look(now);
  }

  /** What the core noticed about this port in the last tick. */
  notice(event: EngineEvent): void {
    const { report } = this.#around;
    switch (event.type) {
      case "key":
        return report({ ...event, port: this.id });
      case "played":
        return this.#deck.ranDry();
      case "keysSent":
        return this.#keysSent();
    }
  }

  statistics(): PortStatistics {
    return this.counts.statistics(this.#stream);
  }

  /** Ends all that runs here, without a report. */
  close(): PortStatistics {
    this.#deck.close();
    const { engine } = this.#around;
    this.#rtcp.close();
    const statistics = this.statistics();
    engine.closePort(this.index);
    this.sockets.rtp.close();
    return statistics;
  }

  #hear(packet: Uint8Array): void {
    const { engine, pacing, arrival } = this.#around;
    if (!engine.receive(this.index, packet)) return;
    if (!this.#hasSpoken) this.#speaks();
    this.#isHeard = true;
    if (isLookedAt(packet)) this.#rtcp.hear(packet);
    pacing?.note(this.index, packet, arrival());
  }

  /** A packet of who may be the peer, or not. */
  #judge(packet: Uint8Array, from: SocketAddress): void {
    const forged = this.#isSecret &&
      !this.#around.engine.isAuthentic(this.index, packet);
    if (forged || !this.#source.accepts(packet, from)) {
      this.counts.strangers++;
      return;
    }
    this.#hear(packet);
    this.#connect();
  }

  #receiveRtcp(
    datagram: Uint8Array,
    from: SocketAddress,
    at: keyof PortSockets,
  ): void {
    if (this.#rtcp.receive(datagram, from, at)) this.#isHeard = true;
  }

  #speaks(): void {
    this.#hasSpoken = true;
    this.#around.report({ type: "speaks", port: this.id });
  }

  #look(now: Milliseconds): void {
    this.#untilLook = LOOK;
    this.#rtcp.beat(now);
    if (this.#peerSilence.look(this.#isHeard)) {
      this.#around.report({ type: "silent", port: this.id });
    }
    this.#isHeard = false;
  }

  #signal(
    remote: SocketAddress | null,
    { signalledFrom, srtp }: RtpStream,
  ): void {
    // Who has the peer's key, and nobody else gets so far, is the peer.
    if (!remote || srtp) return this.#source.signal(remote);
    const probation = probations(remote.address, signalledFrom ?? null);
    this.#source.signal(remote, probation);
  }

  /** As soon as nobody else can be the peer, the kernel drops everybody else. */
  #connect(): void {
    const peer = this.#source.settled;
    if (peer === this.#peer) return;
    this.#peer = peer;
    this.sockets.rtp.connect(peer);
  }

  #makeDeck(): Deck {
    const { engine, report } = this.#around;
    const port = this.id;
    return new Deck({
      player: portPlayer(engine, this.index),
      played: (playback, error) =>
        report({ type: "played", port, playback, error }),
      recorded: (recording) => report({ type: "recorded", port, recording }),
    }, this.#around);
  }

  #keysSent(): void {
    const sending = this.#keys.goOn();
    if (sending === null) return;
    this.#around.report({ type: "keysSent", port: this.id, sending });
  }
}

import assert from "node:assert/strict";
import { HandClock } from "../../runtime/base/hand_clock.ts";
import { SILENT } from "../../runtime/base/log.ts";
import { SeededChance } from "../../runtime/base/chance.ts";
import type { Call } from "../../runtime/call/call.ts";
import { Calls, type CallsOptions } from "../../runtime/call/calls.ts";
import type { CallEvent } from "../../runtime/call/events.ts";
import { Conferences } from "../../runtime/conf/conferences.ts";
import type { ConfEvent } from "../../runtime/conf/events.ts";
import type {
  ConfEnterParameters,
  ConnectParameters,
  ConstructParameters,
  PlayParameters,
  ReceiveDtmfParameters,
  RecordParameters,
} from "../../runtime/call/parameters.ts";
import type { Invitation } from "../../runtime/call/invitation.ts";
import type { ConferenceParameters } from "../../runtime/conf/parameters.ts";
import { FakeMedia, type FakePort } from "../support/fake_media.ts";
import {
  FakeSession,
  type FakeSessionOptions,
} from "../support/fake_session.ts";
import { trunksOf } from "../support/trunk_world.ts";
import { FakeSound } from "../support/fake_sound.ts";

export const OFFER = [
  "v=0",
  "o=- 1 1 IN IP4 192.0.2.7",
  "s=-",
  "c=IN IP4 192.0.2.7",
  "t=0 0",
  "m=audio 4000 RTP/AVP 8",
  "a=rtpmap:8 PCMA/8000",
  "",
].join("\r\n");
/** Speaks nothing but G.729. */
export const FOREIGN_OFFER = OFFER.replace("AVP 8", "AVP 18")
  .replace("8 PCMA", "18 G729");
export const HOLD_OFFER = OFFER.replace("1 1 IN", "1 2 IN") +
  "a=sendonly\r\n";

export const PLAY: PlayParameters = {
  content: ["welcome.wav"],
  finishKeys: "",
  repeat: 0,
};

export const RECORD: RecordParameters = {
  maxSeconds: 30,
  beep: false,
  recordFile: "message.wav",
  recordFormat: 2,
  finishKeys: "#",
  maxSilenceSeconds: 0,
};

/** The defaults of `sys.call.rst`. */
export const RECEIVE: ReceiveDtmfParameters = {
  validKeys: "0123456789*#ABCD",
  maxKeys: 11,
  finishKeys: "#",
  firstKeyTimeout: 45,
  continuesKeysTimeout: 30,
  playContent: null,
  playRepeat: 0,
  breakOnKey: true,
  includingFinishKey: false,
};

export const CONNECT: ConnectParameters = {
  maxSeconds: 60,
  connectMode: 1,
  recordFile: null,
  recordFormat: 2,
  recordChannels: 1,
  localVolume: 0,
  remoteVolume: 0,
  schedule: null,
};

export const CONSTRUCT: ConstructParameters = {
  fromUri: "4001@192.0.2.1",
  toUri: "13800138000@192.0.2.7",
  maxAnswerSeconds: 600,
  maxRingSeconds: 50,
  parentResId: null,
  ringPlayFile: null,
  userData: "order 7",
};

/** The defaults of `conf_enter`. */
export const CONF_ENTER: ConfEnterParameters = {
  maxSeconds: 600,
  voiceMode: 1,
  volume: 0,
  greeting: null,
  breakingPlay: false,
};

/** The defaults of `sys.conf.construct`. */
export const CONFERENCE: ConferenceParameters = {
  maxSeconds: 600,
  background: null,
  recordFile: null,
  recordFormat: 2,
  partsThreshold: 1,
  userData: "meeting 3",
};

/** Lets everything that is not waiting for time or a gate happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await null;
}

/** A call that is up, with its far end and its port. */
export interface Party {
  readonly call: Call;
  readonly session: FakeSession;
  readonly port: FakePort;
}

/** What calls and conferences tell. */
export type RigEvent = CallEvent | ConfEvent;

/** All calls and conferences of a node whose surroundings are fakes. */
export class Rig {
  readonly clock = new HandClock();
  readonly sound = new FakeSound();
  readonly media = new FakeMedia(this.sound);
  readonly events: RigEvent[] = [];
  readonly invitations: Invitation[] = [];
  readonly sessions: FakeSession[] = [];
  readonly calls: Calls;
  readonly conferences: Conferences;
  /** Told of each event at once, as an application in the node would be. */
  onEvent: (event: RigEvent) => void = () => {};
  accepts = true;

  constructor(options: Partial<CallsOptions> = {}) {
    const { clock, sound, media } = this;
    const around = {
      nodeId: "0.0.0",
      clock,
      chance: new SeededChance(1),
      media,
      sound,
      log: SILENT,
      emit: (event: RigEvent) => {
        this.events.push(event);
        this.onEvent(event);
      },
      idleSeconds: options.idleSeconds ?? 3600,
    };
    this.calls = new Calls({
      ...around,
      invite: (invitation) => this.#invite(invitation),
      maxCalls: 1000,
      mediaTimeout: { seconds: 0, action: "report" },
      tonePlan: "cn",
      trunks: trunksOf([], clock),
      accepts: () => this.accepts,
      ...options,
    });
    this.conferences = new Conferences(around);
  }

  /** A caller's INVITE. */
  ring(options: FakeSessionOptions = {}): FakeSession {
    const session = new FakeSession({ offer: OFFER, ...options });
    this.sessions.push(session);
    this.calls.incoming(session);
    return session;
  }

  /** The call that came in last or was constructed last. */
  get last(): Call {
    const resIds = this.events.map((event) => event.resId);
    return this.calls.get(resIds[resIds.length - 1]);
  }

  /** An incoming call, answered and acknowledged. */
  async inbound(options: FakeSessionOptions = {}): Promise<Party> {
    const session = this.ring(options);
    const call = this.last;
    call.answer({ maxAnswerSeconds: 600, userData: "visit 5" });
    await settle();
    session.acknowledge();
    return {
      call,
      session,
      port: this.media.ports[this.media.ports.length - 1],
    };
  }

  /** An outgoing call whose INVITE is on its way. */
  async dial(changes: Partial<ConstructParameters> = {}): Promise<Party> {
    const { resId } = await this.calls.construct({ ...CONSTRUCT, ...changes });
    return {
      call: this.calls.get(resId),
      session: this.sessions[this.sessions.length - 1],
      port: this.media.ports[this.media.ports.length - 1],
    };
  }

  /** An outgoing call that was answered. */
  async outbound(): Promise<Party> {
    const party = await this.dial();
    party.session.answer(OFFER);
    return party;
  }

  /** Two calls that are up: one that came in, one that went out. */
  async pair(): Promise<[first: Party, second: Party]> {
    return [await this.inbound(), await this.outbound()];
  }

  /** What was told of a call, by type, in order. */
  told(resId?: string): string[] {
    return this.events
      .filter((event) => resId === undefined || event.resId === resId)
      .map((event) => event.type);
  }

  /** The last event, which has to be of this type. */
  lastEvent<Type extends RigEvent["type"]>(
    type: Type,
  ): Extract<RigEvent, { type: Type }> {
    const event = this.events[this.events.length - 1];
    assert.equal(event.type, type);
    return event as Extract<RigEvent, { type: Type }>;
  }

  /** The only event of this type. */
  only<Type extends RigEvent["type"]>(
    type: Type,
  ): Extract<RigEvent, { type: Type }> {
    const found = this.events.filter((event) => event.type === type);
    assert.equal(found.length, 1, `${type} was told ${found.length} times`);
    return found[0] as Extract<RigEvent, { type: Type }>;
  }

  /** Nothing is left of any call: no timer, port, sound, file or session. */
  async assertAtRest(): Promise<void> {
    await settle();
    await this.calls.drain();
    assert.equal(this.calls.size, 0);
    assert.equal(this.conferences.size, 0);
    assert.equal(this.clock.pending, 0);
    assert.equal(this.media.openPorts, 0);
    assert.equal(this.media.openMixes, 0);
    assert.equal(this.sound.held, 0);
    const unfinished = this.sound.recordings.filter((one) => !one.isFinished);
    const talking = this.sessions.filter((session) => !session.isOver);
    const busy = this.media.ports.filter((port) => port.running.length > 0);
    assert.deepEqual([unfinished, talking, busy], [[], [], []]);
  }

  #invite(invitation: Invitation): FakeSession {
    const session = new FakeSession({
      from: invitation.words("192.0.2.1").from,
      to: invitation.to,
    });
    session.described = invitation.offer("192.0.2.1");
    this.invitations.push(invitation);
    this.sessions.push(session);
    return session;
  }
}

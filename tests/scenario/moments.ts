import assert from "node:assert/strict";
import type { ControlWorld } from "../support/control_world.ts";
import type { Datagram } from "../support/memory_network.ts";

/**
 * Seconds that calls of these tests may last and ring. Longer than any timer of
 * SIP, so that a timer of the call that was left running is still there when
 * those have run out.
 */
export const MAX_ANSWER_SECONDS = 200;
export const MAX_RING_SECONDS = 100;
/** The same for a call whose ACK is awaited: that wait alone is 32 s at most. */
export const SHORT_ANSWER_SECONDS = 20;

/** How far a call has come: what a hang-up means depends on it. */
export type Phase =
  | "ringing"
  | "answering"
  | "acknowledging"
  | "dialling"
  | "up";

/** An action's end as its event tells it. */
export type Completion = readonly [event: string, error: string | null];

/** A moment in a call's course at which it can be hung up. */
export interface Moment {
  readonly phase: Phase;
  /** What the running action tells when the peer hangs up. */
  readonly end: Completion | null;
  /** The same when our side hangs up; where it is missing there is no difference. */
  readonly endByUs?: Completion;
  /** A command that is listened to then, and what ends if it came just in time. */
  readonly command: readonly [method: string, params: object];
  readonly endAfterCommand: Completion | null;
  /** Leads a call there; gives its id. */
  reach(world: ControlWorld): Promise<string>;
}

const LIMIT = { max_answer_seconds: MAX_ANSWER_SECONDS };
const PLAY = { content: "welcome.wav" };
const RECORD = { max_seconds: 600, record_file: "message.wav" };
const RECEIVE = { first_key_timeout: 600, continues_keys_timeout: 600 };
const MENU = { ...RECEIVE, play_content: "menu.wav", play_repeat: 2 };

const ANSWERING: Completion = ["on_answer_completed", "hungup when answering"];
const PLAYING: Completion = ["on_play_completed", "hungup when playing"];
const RECORDING: Completion = [
  "on_record_completed",
  "hungup while recording",
];
const SENDING: Completion = [
  "on_send_dtmf_completed",
  "hungup when sending dtmf",
];
const RECEIVING: Completion = [
  "on_receive_dtmf_completed",
  "hungup when receiving demf",
];
const DIALLING: Completion = ["on_dial_completed", "dial failed"];
const GIVING_UP: Completion = ["on_dial_completed", "dial error"];

/** A caller rings. */
export async function ringing(world: ControlWorld): Promise<string> {
  world.phone.call("sip:4001@10.0.0.1");
  await world.pass();
  const [incoming] = world.application.events;
  assert.equal(incoming?.name, "on_incoming");
  return String(incoming.params.res_id);
}

async function answering(
  world: ControlWorld,
  limit: object = LIMIT,
): Promise<string> {
  const res_id = await ringing(world);
  await world.application.call("answer", { res_id, ...limit });
  await world.pass();
  return res_id;
}

function isAck({ text }: Datagram): boolean {
  return text.startsWith("ACK");
}

/** The caller's ACK is lost, once. */
function acknowledging(world: ControlWorld): Promise<string> {
  world.sip.network.loseOnce(isAck);
  return answering(world, { max_answer_seconds: SHORT_ANSWER_SECONDS });
}

/** We call; the telephone does what it is set up to do. */
export async function dialling(world: ControlWorld): Promise<string> {
  const to_uri = "200@10.0.0.2";
  const params = { to_uri, max_ring_seconds: MAX_RING_SECONDS, ...LIMIT };
  const result = await world.application.call("construct", params);
  await world.pass();
  return (result as { res_id: string }).res_id;
}

function isTrying({ text }: Datagram): boolean {
  return text.startsWith("SIP/2.0 100");
}

async function ringingOut(world: ControlWorld): Promise<string> {
  world.phone.onCall = (phone) => phone.ring();
  return await dialling(world);
}

async function answered(world: ControlWorld): Promise<string> {
  world.phone.onCall = (phone) => phone.pickUp();
  return await dialling(world);
}

/** Before the call is up: each of these moments has its own way there. */
const SETTING_UP: Readonly<Record<string, Moment>> = {
  "ringing": {
    phase: "ringing",
    end: null,
    command: ["answer", LIMIT],
    endAfterCommand: ANSWERING,
    reach: ringing,
  },
  "Answer, the port being opened": {
    phase: "answering",
    end: ANSWERING,
    command: ["nop", {}],
    endAfterCommand: ANSWERING,
    reach: (world) => {
      world.media.opening.shut();
      return answering(world);
    },
  },
  "Answer, the ACK to our 200 on its way": {
    phase: "acknowledging",
    end: ANSWERING,
    command: ["nop", {}],
    endAfterCommand: ANSWERING,
    reach: acknowledging,
  },
  "dialling, before any response": {
    phase: "dialling",
    end: DIALLING,
    endByUs: GIVING_UP,
    command: ["nop", {}],
    endAfterCommand: DIALLING,
    reach: (world) => {
      world.sip.network.loseOnce(isTrying);
      return dialling(world);
    },
  },
  "dialling, after 100": {
    phase: "dialling",
    end: DIALLING,
    endByUs: GIVING_UP,
    command: ["nop", {}],
    endAfterCommand: DIALLING,
    reach: dialling,
  },
  "dialling, after 180": {
    phase: "dialling",
    end: DIALLING,
    endByUs: GIVING_UP,
    command: ["nop", {}],
    endAfterCommand: DIALLING,
    reach: ringingOut,
  },
  "dialling, after 183": {
    phase: "dialling",
    end: DIALLING,
    endByUs: GIVING_UP,
    command: ["nop", {}],
    endAfterCommand: DIALLING,
    reach: (world) => {
      world.rewrite = (text) =>
        text.replace("SIP/2.0 180 Ringing", "SIP/2.0 183 Session Progress");
      return ringingOut(world);
    },
  },
};

/** Once it is up a call does the same whichever side began it. */
type Doing = Pick<Moment, "end" | "command" | "endAfterCommand"> & {
  start(world: ControlWorld, resId: string): Promise<unknown> | void;
};

function starting(method: string, params: object): Doing["start"] {
  return (world, res_id) =>
    world.application.call(method, { res_id, ...params });
}

const UP: Readonly<Record<string, Doing>> = {
  "Idle": {
    end: null,
    command: ["play_start", PLAY],
    endAfterCommand: PLAYING,
    start: () => {},
  },
  "Idle, between two actions": {
    end: null,
    command: ["receive_dtmf_start", RECEIVE],
    endAfterCommand: RECEIVING,
    start: async (world, res_id) => {
      await world.application.call("play_start", { res_id, ...PLAY });
      await world.application.call("play_stop", { res_id });
      await world.pass();
      world.application.events.pop();
    },
  },
  "Play, the file being read": {
    end: PLAYING,
    command: ["play_stop", {}],
    endAfterCommand: ["on_play_completed", null],
    start: (world, resId) => {
      world.sound.loading.shut();
      return starting("play_start", PLAY)(world, resId);
    },
  },
  "Play": {
    end: PLAYING,
    command: ["play_stop", {}],
    endAfterCommand: ["on_play_completed", null],
    start: starting("play_start", { ...PLAY, finish_keys: "#", repeat: 3 }),
  },
  "Record, the file being created": {
    end: RECORDING,
    command: ["record_stop", {}],
    endAfterCommand: ["on_record_completed", "record error"],
    start: (world, resId) => {
      world.sound.creating.shut();
      return starting("record_start", RECORD)(world, resId);
    },
  },
  "Record": {
    end: RECORDING,
    command: ["record_stop", {}],
    endAfterCommand: ["on_record_completed", "record error"],
    start: starting("record_start", { ...RECORD, beep: true }),
  },
  "Record, stopped and the file being completed": {
    end: ["on_record_completed", "record error"],
    command: ["record_stop", {}],
    endAfterCommand: ["on_record_completed", "record error"],
    start: async (world, res_id) => {
      world.sound.disk.shut();
      await world.application.call("record_start", { res_id, ...RECORD });
      await world.pass();
      await world.application.call("record_stop", { res_id });
    },
  },
  "SendDtmf": {
    end: SENDING,
    command: ["send_dtmf_stop", {}],
    endAfterCommand: ["on_send_dtmf_completed", null],
    start: starting("send_dtmf_start", { keys: "123#" }),
  },
  "ReceiveDtmf, no key yet": {
    end: RECEIVING,
    command: ["stop_receive_dtmf_start", {}],
    endAfterCommand: ["on_receive_dtmf_completed", null],
    start: starting("receive_dtmf_start", RECEIVE),
  },
  "ReceiveDtmf, between two keys": {
    end: RECEIVING,
    command: ["stop_receive_dtmf_start", {}],
    endAfterCommand: ["on_receive_dtmf_completed", null],
    start: async (world, resId) => {
      await starting("receive_dtmf_start", RECEIVE)(world, resId);
      world.media.ports[0].press("12");
    },
  },
  "ReceiveDtmf, the prompt being read": {
    end: RECEIVING,
    command: ["stop_receive_dtmf_start", {}],
    endAfterCommand: ["on_receive_dtmf_completed", null],
    start: (world, resId) => {
      world.sound.loading.shut();
      return starting("receive_dtmf_start", MENU)(world, resId);
    },
  },
  "ReceiveDtmf, the prompt being played": {
    end: RECEIVING,
    command: ["stop_receive_dtmf_start", {}],
    endAfterCommand: ["on_receive_dtmf_completed", null],
    start: starting("receive_dtmf_start", MENU),
  },
};

function up(doing: Doing, setUp: Moment["reach"]): Moment {
  return {
    ...doing,
    phase: "up",
    reach: async (world) => {
      const resId = await setUp(world);
      await doing.start(world, resId);
      await world.pass();
      return resId;
    },
  };
}

function bothWays(): [string, Moment][] {
  return Object.entries(UP).flatMap(([name, doing]): [string, Moment][] => [
    [`in, ${name}`, up(doing, answering)],
    [`out, ${name}`, up(doing, answered)],
  ]);
}

/** Every moment, by its name. */
export const MOMENTS: readonly (readonly [name: string, Moment])[] = [
  ...Object.entries(SETTING_UP),
  ...bothWays(),
];

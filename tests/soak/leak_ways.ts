import assert from "node:assert/strict";
import type { Members } from "../support/dialect.ts";
import { brokenCall, type LeakCall, type LeakCaller } from "./leak_caller.ts";
import type { LeakDesk } from "./leak_desk.ts";

/** Who takes part in a call. */
export interface LeakParties {
  readonly caller: LeakCaller;
  readonly desk: LeakDesk;
  /** `host:port` of the node. */
  readonly sip: string;
}

type Way = (parties: LeakParties) => Promise<void>;

/** What conferences have in the background, below the node's `prompts/`. */
export const BACKGROUND = "background.wav";
/** A play list: digits, and a number. */
const DIGITS = [["12", 1, ""], ["35", 2, ""]] as const;

/** How a call goes; the user it is for says what the application does with it. */
const ALONE: readonly Way[] = [
  async function hungUp({ caller }) {
    const call = caller.call("answered");
    await established(call);
    await call.hangUp();
  },
  async function isDropped({ caller }) {
    const call = caller.call("dropped");
    const bye = call.next("BYE");
    await established(call);
    await call.answer(await bye);
  },
  async function cancelled({ caller }) {
    const call = caller.call("ringing");
    const ringing = call.next("180 INVITE");
    const terminated = call.next("487 INVITE");
    await call.say("INVITE", 1);
    await ringing;
    await call.say("CANCEL", 1, "INVITE1");
    await terminated;
    await call.say("ACK", 1, "INVITE1");
  },
  async function refused({ caller }) {
    const call = caller.call("refused");
    const busy = call.next("486 INVITE");
    await call.say("INVITE", 1);
    await busy;
    await call.say("ACK", 1, "INVITE1");
  },
  async function refusedWithoutAck({ caller }) {
    const call = caller.call("refused");
    const busy = call.next("486 INVITE");
    await call.say("INVITE", 1);
    await busy;
  },
  async function ackIsLost({ caller }) {
    const call = caller.call("answered");
    const ok = call.next("200 INVITE");
    await call.say("INVITE", 1);
    await ok;
  },
  async function byeDuringReinvite({ caller }) {
    const call = caller.call("answered");
    await established(call);
    const ok = call.next("200 BYE");
    await call.say("INVITE", 2);
    await call.say("BYE", 3);
    await ok;
  },
  async function connectionBreaks({ sip }) {
    await brokenCall(sip, crypto.randomUUID());
  },
];

/** Calls that meet others, or do what others remember. */
const TOGETHER: readonly Way[] = [
  async function connected(parties) {
    const { app } = parties.desk;
    const [first, second] = await Promise.all([up(parties), up(parties)]);
    const bridge = { res_id: first.res_id, call_res_id: second.res_id };
    const file = { record_file: `${first.res_id}.wav`, record_channels: 2 };
    const over = app.event("connect_completed", first.res_id);
    await app.call("connect_start", { ...bridge, ...file, max_seconds: 30 });
    await first.call.hangUp();
    await over;
    await dropped(parties, second);
  },
  async function dialledBelowAParent(parties) {
    const { app } = parties.desk;
    const parent = await up(parties);
    const child = await dial(parties, "answers", parent);
    const { error } = await app.told("dial_completed", child);
    assert.equal(error, null);
    const bridge = { res_id: parent.res_id, call_res_id: child };
    await app.call("connect_start", { ...bridge, max_seconds: 30 });
    await app.call("connect_stop", { res_id: parent.res_id });
    await app.told("connect_completed", parent.res_id);
    await parties.desk.drop(child);
    await app.told("released", child);
    await dropped(parties, parent);
  },
  async function busyBelowAParent(parties) {
    const parent = await up(parties);
    const child = await dial(parties, "busy", parent);
    await parties.desk.app.told("released", child);
    await dropped(parties, parent);
  },
  async function parentLeavesWhileItRings(parties) {
    const parent = await up(parties);
    const child = await dial(parties, "rings", parent);
    await parent.call.hangUp();
    await parties.desk.drop(child);
    await parties.desk.app.told("released", child);
  },
  async function met(parties) {
    const { app } = parties.desk;
    const members = await Promise.all([0, 1, 2].map(() => up(parties)));
    const conference = await app.call("sys.conf.construct", {
      max_seconds: 60,
      bg_file: BACKGROUND,
    });
    const { res_id } = conference;
    const entry = { conf_res_id: res_id, max_seconds: 60 };
    for (const member of members) {
      await app.call("conf_enter", { res_id: member.res_id, ...entry });
    }
    await app.call("sys.conf.record_start", {
      res_id,
      max_seconds: 30,
      record_file: `${res_id}.wav`,
      call_res_id: members[0].res_id,
    });
    await app.call("sys.conf.play_start", { res_id, content: DIGITS });
    await members[0].call.hangUp();
    const leave = { res_id: members[1].res_id, conf_res_id: res_id };
    await app.call("conf_exit", leave);
    await app.told("sys.conf.on_released", res_id);
    await dropped(parties, members[1]);
    await dropped(parties, members[2]);
  },
  async function hearsAList(parties) {
    const { app } = parties.desk;
    const { call, res_id } = await up(parties);
    await app.act("play_start", { res_id, content: [["7", 1, ""]] });
    await app.call("play_start", { res_id, content: DIGITS });
    await call.hangUp();
    await app.told("released", res_id);
  },
  async function askedTwice(parties) {
    const { app } = parties.desk;
    const parent = await up(parties);
    const key = { idempotency_key: `dial ${parent.res_id}` };
    const one = await dial(parties, "rings", parent, key);
    assert.equal(await dial(parties, "rings", parent, key), one);
    const drop = { idempotency_key: `drop ${parent.res_id}` };
    for (const more of [drop, drop]) await parties.desk.drop(one, more);
    await app.told("released", one);
    await dropped(parties, parent);
  },
];

/** How a call goes. */
export const WAYS: readonly Way[] = [...ALONE, ...TOGETHER];

/** A call that is up. */
interface Up {
  readonly call: LeakCall;
  readonly res_id: string;
}

async function up({ caller, desk }: LeakParties): Promise<Up> {
  const { user, answered } = desk.expect();
  const call = caller.call(user);
  await established(call);
  return { call, res_id: await answered };
}

/** The node hangs up. */
async function dropped({ desk }: LeakParties, { call, res_id }: Up) {
  const bye = call.next("BYE");
  await desk.drop(res_id);
  await call.answer(await bye);
}

/** Dials somebody for a call; gives the other call's id. */
async function dial(
  { caller, desk }: LeakParties,
  user: string,
  parent: Up,
  more: Members = {},
): Promise<string> {
  const { res_id } = await desk.app.call("construct", {
    to_uri: `sip:${user}@${caller.place}`,
    parent_call_res_id: parent.res_id,
    max_answer_seconds: 30,
    ring_play_file: "",
    ...more,
  });
  return res_id;
}

async function established(call: LeakCall): Promise<void> {
  const ok = call.next("200 INVITE");
  await call.say("INVITE", 1);
  await ok;
  await call.say("ACK", 1);
}
